"""Tables of ratings with the values that well-kept libraries gave for them (krippendorff 0.8, statsmodels 0.14), kept for good.

One line a unit, one sign a coder, a dot where a coder did not read the unit. The values are nominal, ordinal, interval and ratio alpha;
Fleiss' kappa and Cohen's kappa with its maximum where nothing is missing ("-" where a value does not exist).
"""

from typing import Final

TABLES: Final = """
table 5
1 3 3 3 3 3
2 2 2 2 1 2
2 2 2 2 3 2
2 2 2 2 2 2
1 2 2 2 2 2
2 2 3 2 2 2
1 1 1 1 1 1
3 4 3 3 3 3
4 4 4 4 3 2
4 4 1 2 4 4
3 3 3 3 3 3
3 4 3 3 3 3
3 3 3 3 2 4
3 3 3 3 3 3
1 1 1 2 1 1
2 2 2 2 4 2
3 3 3 4 3 3
2 1 1 2 2 4
4 4 2 4 4 4
3 3 3 3 3 3
4 4 4 4 4 4
2 2 2 2 2 2
1 1 1 1 4 1
nominal 0.611797021830
ordinal 0.605411645199
interval 0.592956100818
ratio 0.616670776887
fleiss 0.608963423449
cohen -
most -
table 10
. 1 . 1 2
1 1 1 . 1
2 2 . . 2
2 2 2 2 .
. . 1 1 1
2 . 2 1 1
1 1 1 1 .
1 . 2 1 2
2 2 2 2 1
2 2 . . 2
1 1 2 1 1
2 . . 1 1
1 1 1 1 1
1 2 1 1 1
1 . 2 . 2
1 2 2 1 1
. 2 1 1 2
1 2 1 1 .
1 1 1 1 1
1 . 2 2 .
2 2 . 1 .
2 2 2 2 .
2 1 2 1 .
nominal 0.291520026814
ordinal 0.291520026814
interval 0.291520026814
ratio 0.291520026814
fleiss -
cohen -
most -
table 15
1 1 1 1
2 2 2 2
2 1 1 1
1 1 2 2
1 1 1 2
2 2 2 2
2 2 2 2
2 1 2 1
2 2 2 2
2 2 2 2
2 2 2 2
1 1 1 1
2 2 2 2
2 2 2 2
2 1 1 1
1 2 2 1
2 2 2 2
nominal 0.546859903382
ordinal 0.546859903382
interval 0.546859903382
ratio 0.546859903382
fleiss 0.540096618357
cohen -
most -
table 20
3 1 1
2 1 1
2 2 .
. . .
2 2 .
1 1 .
3 3 3
2 . 3
1 1 1
. . .
. 2 3
. 3 3
1 1 1
. . .
3 3 1
2 . .
. . 1
1 . 1
1 1 1
. 2 2
. 1 1
3 . 3
. 1 .
2 2 1
2 3 3
nominal 0.549019607843
ordinal 0.636017882826
interval 0.625313283208
ratio 0.642004969301
fleiss -
cohen -
most -
table 25
2 1
1 2
1 1
1 2
1 1
2 2
1 2
2 1
1 1
1 2
2 2
2 1
1 1
1 2
1 1
1 1
1 1
2 1
2 1
1 1
nominal -0.071428571429
ordinal -0.071428571429
interval -0.071428571429
ratio -0.071428571429
fleiss -0.098901098901
cohen -0.098901098901
most 1.000000000000
table 30
4 4
2 .
4 1
. 4
1 2
1 .
. .
. 3
3 .
4 .
2 3
4 .
3 4
4 .
3 .
. .
4 1
4 4
. 3
. 2
2 1
. 1
nominal -0.011235955056
ordinal 0.164100985222
interval 0.175000000000
ratio 0.075767963746
fleiss -
cohen -
most -
table 35
3 3 1 1 1 1
3 3 1 4 4 4
3 4 4 2 2 1
2 1 2 4 4 3
4 1 4 4 4 3
3 1 1 1 1 2
2 2 4 4 2 3
2 2 3 4 1 3
2 3 1 2 1 4
1 3 4 3 3 3
4 2 3 4 2 2
2 3 1 3 3 2
4 2 3 3 3 4
1 3 4 3 1 2
2 2 2 3 1 4
1 4 3 2 4 1
2 4 4 2 4 3
2 4 3 1 4 3
4 2 4 3 3 3
2 3 4 2 2 1
4 1 1 2 4 3
1 1 3 2 2 1
nominal -0.008464959362
ordinal 0.054092766797
interval 0.056363897259
ratio 0.055039285622
fleiss -0.016163165159
cohen -
most -
table 40
. 2 6 6 .
. 1 . 3 .
1 3 6 . .
2 4 2 1 2
6 4 . 2 .
2 1 5 . 2
2 . 2 2 .
. 6 3 6 1
1 . . 5 5
. 5 . 1 1
5 3 2 6 .
. 6 4 . 3
4 . 4 4 .
2 5 1 . .
1 . 3 . 2
1 4 . 1 .
5 1 4 4 3
4 . . 2 5
. . 6 . 2
6 . . 3 5
. 4 . 3 .
nominal 0.045797413793
ordinal -0.049232495869
interval -0.052682853717
ratio -0.051149248161
fleiss -
cohen -
most -
table 45
3 3 3 1
5 5 4 5
1 3 1 1
5 5 5 4
3 3 3 3
4 4 1 5
3 3 1 3
5 5 5 5
3 1 3 1
3 4 1 4
2 4 1 4
5 1 3 5
4 4 3 4
2 1 2 2
5 5 3 2
3 5 1 1
5 5 5 5
5 3 3 3
nominal 0.306734006734
ordinal 0.435856874145
interval 0.392602166420
ratio 0.258378054050
fleiss 0.296969696970
cohen -
most -
table 50
2 2 .
1 . 1
1 1 1
3 3 1
2 2 2
1 4 1
3 . 2
4 1 1
. 3 2
1 1 1
4 4 4
. 1 4
1 1 .
. 2 3
. . 1
3 3 3
1 3 .
3 4 4
. . .
4 4 4
2 2 2
nominal 0.511864406780
ordinal 0.427031189834
interval 0.424708051629
ratio 0.451979759535
fleiss -
cohen -
most -
table 55
1 3
3 2
2 3
1 3
1 1
2 2
3 3
2 2
3 2
2 2
2 1
3 2
3 3
2 3
1 3
nominal 0.093750000000
ordinal -0.056172839506
interval -0.035714285714
ratio 0.031101315421
fleiss 0.062500000000
cohen 0.075342465753
most 0.794520547945
table 60
. 1
4 .
2 .
1 3
. 2
. .
2 3
. .
. 2
4 2
1 4
2 .
4 .
1 2
. 2
3 2
. .
. .
nominal -0.245283018868
ordinal -0.455680399501
interval -0.447368421053
ratio -0.386993847340
fleiss -
cohen -
most -
table 65
3 2 4 1 2 2
1 1 2 1 3 1
1 1 4 4 2 2
1 3 2 3 4 3
4 4 4 3 4 1
2 3 2 3 2 3
4 1 4 1 1 1
1 4 2 3 3 4
4 4 3 2 4 2
1 4 1 1 4 4
1 1 2 3 2 2
2 1 2 3 2 1
1 1 1 1 4 1
4 1 3 2 3 3
2 2 2 2 1 4
4 4 4 4 4 1
3 2 2 2 2 2
1 1 4 3 3 3
1 3 2 4 3 3
3 4 2 4 3 3
nominal 0.135026886705
ordinal 0.095100169389
interval 0.095973990788
ratio 0.108376104443
fleiss 0.127758205081
cohen -
most -
"""
