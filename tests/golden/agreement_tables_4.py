"""Tables of ratings with the values that well-kept libraries gave for them (krippendorff 0.8, statsmodels 0.14), kept for good.

One line a unit, one sign a coder, a dot where a coder did not read the unit. The values are nominal, ordinal, interval and ratio alpha;
Fleiss' kappa and Cohen's kappa with its maximum where nothing is missing ("-" where a value does not exist).
"""

from typing import Final

TABLES: Final = """
table 4
4 . 4 4 4
2 2 2 2 3
1 1 1 3 .
2 3 3 1 .
4 4 2 . 4
4 4 1 4 4
3 2 3 1 2
2 2 2 2 2
2 . 2 2 .
2 . . 2 2
4 . 4 4 4
4 4 4 4 4
2 3 4 2 2
1 2 1 1 1
3 3 3 . 3
3 3 3 3 .
. 2 2 2 2
nominal 0.608763693271
ordinal 0.615223842729
interval 0.622129436326
ratio 0.546213168923
fleiss -
cohen -
most -
table 9
1 3 3 6
6 4 4 1
1 6 1 4
3 3 4 3
6 6 2 2
5 4 5 2
1 5 6 1
2 6 5 3
4 1 4 1
4 3 4 4
5 5 5 4
3 5 1 2
5 3 3 3
2 3 3 4
5 5 5 2
6 2 6 6
3 1 4 5
6 3 6 6
4 4 4 4
6 1 4 6
1 1 1 1
nominal 0.220924908425
ordinal 0.054613814350
interval 0.062400603348
ratio 0.121485089865
fleiss 0.211538461538
cohen -
most -
table 14
5 . 5
4 3 .
. . 3
. 2 .
. . .
2 5 .
6 6 .
1 1 1
3 3 .
. 1 1
. . .
4 . 4
5 . 5
1 1 1
. . .
nominal 0.774193548387
ordinal 0.896370216032
interval 0.870689655172
ratio 0.906091858166
fleiss -
cohen -
most -
table 19
1 1
1 1
2 1
1 2
1 1
2 2
2 2
1 1
1 2
2 2
1 1
2 2
1 1
2 1
2 2
1 1
2 2
1 1
2 2
2 2
2 1
2 2
1 2
2 1
nominal 0.427826086957
ordinal 0.427826086957
interval 0.427826086957
ratio 0.427826086957
fleiss 0.415652173913
cohen 0.416666666667
most 0.916666666667
table 24
1 3
1 .
4 1
3 3
1 .
4 3
. 2
2 5
2 .
3 3
4 .
4 1
. .
5 2
. .
5 3
. 4
. .
. 1
2 5
1 .
. 4
. .
. .
5 3
nominal -0.027173913043
ordinal -0.557264487778
interval -0.485365853659
ratio -0.411273665568
fleiss -
cohen -
most -
table 29
2 1 2 2 1 2
1 2 2 2 2 2
1 1 1 2 2 1
1 2 2 2 1 2
1 1 2 1 1 1
2 1 1 1 1 2
2 2 2 2 2 2
2 2 2 2 1 2
2 2 2 2 2 2
1 1 1 1 1 1
1 1 2 2 2 2
2 2 2 2 2 2
1 1 1 1 1 1
2 2 1 2 2 1
2 2 1 1 2 2
1 1 2 2 2 2
2 1 2 2 1 2
2 2 1 2 2 1
1 2 1 2 1 2
2 2 2 2 2 1
2 2 2 2 1 2
2 2 1 1 1 1
nominal 0.231634615385
ordinal 0.231634615385
interval 0.231634615385
ratio 0.231634615385
fleiss 0.225769230769
cohen -
most -
table 34
3 3 . 1 .
1 1 3 . .
2 4 . 1 1
2 3 4 2 2
. 3 3 3 4
. . 2 3 3
. . . . 2
2 3 2 . .
4 4 . 4 .
. 2 2 3 1
. 1 . 4 2
3 3 3 4 .
4 3 1 . 4
4 . . 4 .
2 . 3 . 4
4 . 3 . .
3 . 2 3 4
3 3 . . 1
. . 2 1 .
. 3 . 4 .
2 . . . 4
1 . 4 1 .
nominal 0.051070241064
ordinal 0.103296607348
interval 0.103142076503
ratio 0.094008644018
fleiss -
cohen -
most -
table 39
1 3 1 1
3 4 3 3
1 4 3 4
1 3 1 4
1 1 4 2
2 2 1 1
2 2 3 3
1 1 4 2
2 4 2 2
4 4 2 4
3 3 1 3
3 1 4 1
1 1 3 3
4 1 1 2
1 4 4 2
3 3 1 4
1 4 1 3
nominal 0.055783910746
ordinal -0.040255743773
interval -0.040546174693
ratio -0.032256636701
fleiss 0.041691133294
cohen -
most -
table 44
. . .
1 1 .
. 6 .
. . .
. . 5
6 . .
4 . .
. 1 1
6 . 6
5 6 5
. . .
1 1 1
. . 4
1 1 .
6 1 .
1 1 1
1 3 3
. 4 .
. . 4
1 . 1
nominal 0.533783783784
ordinal 0.659100331675
interval 0.704623287671
ratio 0.684830853398
fleiss -
cohen -
most -
table 49
1 3
2 2
3 3
4 1
2 3
3 3
4 1
3 3
1 1
4 4
1 1
2 2
1 2
3 2
4 4
nominal 0.480597014925
ordinal 0.317579365079
interval 0.316682375118
ratio 0.323727786937
fleiss 0.462686567164
cohen 0.467455621302
most 0.822485207101
table 54
4 .
3 2
4 5
3 .
5 3
. .
. 4
2 .
2 .
. 5
3 .
4 3
. 2
1 4
. .
1 4
nominal -0.200000000000
ordinal -0.123765432099
interval -0.131687242798
ratio -0.171514257813
fleiss -
cohen -
most -
table 59
1 2 2 2 2 2
1 1 1 2 1 1
1 1 1 1 2 1
2 1 2 1 1 1
2 1 2 2 2 1
1 1 2 1 1 1
1 2 2 1 1 2
2 2 2 2 2 2
1 1 2 1 1 1
1 1 1 1 1 1
1 2 1 1 2 2
1 1 1 1 1 1
1 1 1 1 1 1
2 1 1 1 1 1
1 2 1 1 1 1
2 1 2 1 1 2
2 2 2 2 2 2
nominal 0.352138157895
ordinal 0.352138157895
interval 0.352138157895
ratio 0.352138157895
fleiss 0.345723684211
cohen -
most -
table 64
2 . . 2 2
. 1 . 1 .
1 1 . 2 1
2 2 . . .
. . 1 1 1
1 1 . 1 .
. . . . .
2 2 . 1 1
1 2 2 . .
1 . . 1 .
. . . 2 2
2 2 2 . 1
. . 2 . 2
. 2 . . 2
2 . . 2 2
. 2 1 1 .
2 . 2 2 2
1 2 . . 1
1 . 1 1 .
2 . 2 2 2
1 1 2 2 .
nominal 0.488310708899
ordinal 0.488310708899
interval 0.488310708899
ratio 0.488310708899
fleiss -
cohen -
most -
"""
