"""Tables of ratings with the values that well-kept libraries gave for them (krippendorff 0.8, statsmodels 0.14), kept for good.

One line a unit, one sign a coder, a dot where a coder did not read the unit. The values are nominal, ordinal, interval and ratio alpha;
Fleiss' kappa and Cohen's kappa with its maximum where nothing is missing ("-" where a value does not exist).
"""

from typing import Final

TABLES: Final = """
table 2
2 1 .
2 1 1
2 1 1
1 1 2
2 2 1
2 2 2
2 2 2
2 2 2
2 1 2
1 1 1
1 1 2
. 1 .
1 1 1
1 1 1
nominal 0.280555555556
ordinal 0.280555555556
interval 0.280555555556
ratio 0.280555555556
fleiss -
cohen -
most -
table 7
1 3
3 3
1 3
1 1
1 1
3 3
3 2
2 3
1 1
1 2
2 3
2 3
2 1
1 2
2 2
1 1
3 3
2 2
3 1
nominal 0.227557411273
ordinal 0.315896686160
interval 0.314146341463
ratio 0.326758593775
fleiss 0.206680584551
cohen 0.218106995885
most 0.765432098765
table 12
. .
3 2
1 1
. 2
3 .
1 .
4 4
3 2
1 1
4 .
2 .
3 .
. .
. 2
. 1
1 .
. .
3 3
. 4
2 2
2 3
nominal 0.516129032258
ordinal 0.776430842607
interval 0.817813765182
ratio 0.855042293027
fleiss -
cohen -
most -
table 17
5 3 3 3 3 4
2 2 2 2 2 4
5 5 5 5 5 2
5 1 1 5 1 3
5 2 1 2 3 4
2 5 1 1 1 1
3 3 4 5 3 3
2 4 2 2 2 3
5 5 2 5 5 5
5 4 5 4 5 4
4 3 3 3 3 1
2 1 1 1 3 5
4 4 1 3 4 4
4 4 4 4 2 4
4 2 4 4 4 4
2 5 2 2 2 2
2 1 4 3 5 4
3 1 4 3 2 1
5 5 4 4 5 2
1 2 5 2 2 2
4 3 2 4 4 4
1 1 1 5 4 1
nominal 0.260850694444
ordinal 0.212738673853
interval 0.214039180499
ratio 0.226688419957
fleiss 0.255208333333
cohen -
most -
table 22
2 2 2 2 3
3 . 3 3 3
3 . 3 3 3
3 3 2 3 3
3 3 . 3 3
3 3 3 3 3
2 2 2 2 2
3 3 3 3 3
3 1 . 1 1
. 1 1 1 1
1 1 1 1 1
3 2 1 2 2
3 3 3 3 3
. 1 1 1 2
3 3 1 3 3
3 3 3 3 3
nominal 0.686346276257
ordinal 0.739090979774
interval 0.738177470776
ratio 0.728701767589
fleiss -
cohen -
most -
table 27
3 3 4 4
1 1 1 1
4 3 3 3
1 1 1 1
2 2 2 2
1 1 1 1
5 5 5 5
1 1 1 1
3 1 3 3
5 5 5 5
1 3 1 2
1 1 1 1
4 3 4 4
3 3 3 3
3 3 3 2
4 5 4 4
5 5 5 5
5 5 5 5
1 1 1 1
3 4 3 3
4 3 3 2
3 3 3 3
5 3 5 5
3 5 5 5
nominal 0.656386826575
ordinal 0.884008031257
interval 0.887943126753
ratio 0.883115161797
fleiss 0.652769845802
cohen -
most -
table 32
3 3 3
2 1 3
1 1 .
3 . .
1 2 3
1 2 2
2 1 2
1 3 3
1 2 1
3 1 1
2 3 3
1 1 2
1 1 1
1 2 3
1 1 .
nominal 0.118860510806
ordinal 0.227364532020
interval 0.244718309859
ratio 0.204508108880
fleiss -
cohen -
most -
table 37
6 3
6 4
1 3
5 5
5 6
5 5
1 6
3 6
5 1
2 3
1 6
1 3
4 6
1 4
3 6
3 5
2 6
1 2
3 3
1 5
1 4
3 1
6 2
1 1
nominal -0.008583690987
ordinal -0.094649043531
interval -0.084615384615
ratio -0.086198451748
fleiss -0.030042918455
cohen -0.000000000000
most 0.700000000000
table 42
2 2
1 .
1 1
2 2
1 2
. .
2 2
2 1
1 1
2 2
1 1
1 1
1 1
2 2
2 2
1 1
2 2
1 1
2 2
1 2
2 2
2 1
1 1
1 1
nominal 0.644628099174
ordinal 0.644628099174
interval 0.644628099174
ratio 0.644628099174
fleiss -
cohen -
most -
table 47
2 2 1 2 2 2
2 2 2 1 1 2
1 2 2 2 2 2
2 1 1 2 1 1
2 1 1 2 2 1
1 1 2 2 2 2
2 2 1 1 1 1
1 2 1 1 1 1
2 2 1 2 2 1
2 2 2 2 2 1
1 2 2 2 1 1
1 2 1 2 1 2
2 2 2 2 2 2
2 2 2 2 2 2
2 1 2 2 2 2
1 2 1 1 1 1
2 2 2 2 2 2
2 2 1 2 2 2
1 1 2 1 1 1
nominal 0.207926629545
ordinal 0.207926629545
interval 0.207926629545
ratio 0.207926629545
fleiss 0.200917130691
cohen -
most -
table 52
2 . . 2 2
. . . . .
1 1 . 1 .
1 . 2 . .
1 1 1 . 1
. . . . 1
. . 2 1 2
1 2 1 . 1
. . . 1 1
. 1 1 . 2
. . . 1 1
1 1 . 1 .
. . 1 1 1
. 2 2 1 2
. 1 1 . .
2 . . . .
. 1 1 1 .
. . 1 . .
nominal 0.393939393939
ordinal 0.393939393939
interval 0.393939393939
ratio 0.393939393939
fleiss -
cohen -
most -
table 57
1 4 1 1
4 2 3 3
4 4 4 4
2 2 2 2
4 4 4 4
2 2 2 2
1 1 1 2
1 1 1 1
2 2 2 2
2 2 2 2
2 2 2 2
4 4 4 4
1 1 1 1
2 2 2 2
nominal 0.804586563307
ordinal 0.806950313165
interval 0.815501412429
ratio 0.812768127276
fleiss 0.801033591731
cohen -
most -
table 62
1 2 1
2 3 3
2 1 2
1 3 1
2 2 1
2 2 1
2 1 3
1 2 2
1 3 1
3 . 2
3 3 1
3 3 2
3 3 2
1 1 3
2 3 2
3 2 1
2 3 2
2 3 3
3 1 3
2 2 2
2 1 2
3 . 3
1 . 1
nominal 0.054054054054
ordinal 0.060196125524
interval 0.060066740823
ratio 0.058134490239
fleiss -
cohen -
most -
"""
