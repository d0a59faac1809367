"""Tables of ratings with the values that well-kept libraries gave for them (krippendorff 0.8, statsmodels 0.14), kept for good.

One line a unit, one sign a coder, a dot where a coder did not read the unit. The values are nominal, ordinal, interval and ratio alpha;
Fleiss' kappa and Cohen's kappa with its maximum where nothing is missing ("-" where a value does not exist).
"""

from typing import Final

TABLES: Final = """
table 3
2 2 3 2
4 2 5 6
1 1 1 6
4 4 4 4
6 6 6 6
3 3 5 3
6 6 6 6
3 3 1 3
4 5 4 4
5 5 5 5
2 2 2 2
5 4 5 5
4 4 4 4
3 3 3 3
3 3 3 3
1 1 1 1
6 6 6 6
nominal 0.718339464004
ordinal 0.750154461769
interval 0.740162178288
ratio 0.732716971540
fleiss 0.714135575407
cohen -
most -
table 8
2 4 4
4 . .
4 1 1
1 4 2
1 4 3
2 3 4
3 2 3
. . 4
1 . 1
4 4 1
1 2 2
. 1 3
1 2 .
2 2 4
1 4 1
. . .
1 1 2
nominal -0.001818181818
ordinal -0.032015257470
interval -0.045871559633
ratio -0.019294356572
fleiss -
cohen -
most -
table 13
2 2
2 2
4 2
3 1
2 2
3 4
3 3
4 4
3 3
4 4
2 2
4 4
3 3
2 2
2 2
1 1
2 2
4 4
nominal 0.766146993318
ordinal 0.742445658250
interval 0.739884393064
ratio 0.702597396039
fleiss 0.759465478842
cohen 0.761061946903
most 0.840707964602
table 18
. 1
. 2
. 1
. 1
. .
. 2
2 2
. 2
. 1
1 2
. .
1 .
. 1
1 1
2 .
. .
nominal 0.444444444444
ordinal 0.444444444444
interval 0.444444444444
ratio 0.444444444444
fleiss -
cohen -
most -
table 23
3 4 1 4 4 1
3 3 1 4 2 3
4 3 3 4 1 4
1 1 1 1 1 1
4 4 4 1 2 1
4 4 2 3 1 2
4 1 1 4 3 2
2 1 2 1 4 4
3 3 4 3 3 3
3 1 2 4 3 1
3 2 2 2 3 1
1 4 2 4 2 3
2 3 4 2 1 4
2 3 3 4 4 4
4 4 3 1 4 1
3 2 3 3 3 2
2 3 1 1 1 4
1 2 2 4 4 2
4 4 1 1 1 2
2 1 2 1 3 2
4 2 1 2 1 1
2 3 4 4 2 1
3 3 2 3 4 3
1 1 1 1 2 2
3 2 2 4 4 4
1 1 2 3 4 2
nominal 0.053591038875
ordinal 0.078476834521
interval 0.077952658322
ratio 0.105686010873
fleiss 0.047485174610
cohen -
most -
table 28
. . 3 . .
1 1 3 1 1
3 2 . . 3
. 3 . 2 .
2 . . . 3
. . 3 3 .
. 1 1 3 1
2 2 2 . .
2 3 3 2 .
1 1 3 1 1
3 . 3 . 1
. 2 2 . .
1 . 3 1 1
2 . 2 2 .
. 1 1 1 .
nominal 0.385229540918
ordinal 0.270645825037
interval 0.248127340824
ratio 0.349536075336
fleiss -
cohen -
most -
table 33
1 3 1 1
3 3 3 3
3 3 3 2
1 2 2 2
3 3 3 3
1 1 1 1
2 2 2 2
2 2 2 3
1 1 2 1
3 3 3 1
2 1 1 2
3 2 1 2
2 1 2 2
3 1 1 3
3 3 3 1
3 3 3 3
2 2 2 2
1 1 1 1
1 1 1 2
1 1 1 2
1 1 1 1
3 3 3 3
1 1 2 1
nominal 0.500953743443
ordinal 0.550683022370
interval 0.557764523967
ratio 0.514407151475
fleiss 0.495469718646
cohen -
most -
table 38
. 1 1
3 3 3
. 4 .
. 5 5
. 5 1
1 . 1
3 3 3
5 5 5
1 5 5
. . 1
2 2 5
. 3 3
4 . 4
1 1 5
4 4 4
4 4 4
3 2 3
2 . 4
2 . 4
5 5 5
5 5 5
4 4 3
4 5 1
5 1 .
nominal 0.531474103586
ordinal 0.251837953976
interval 0.213345039508
ratio 0.271835755169
fleiss -
cohen -
most -
table 43
2 2
4 4
4 4
2 2
3 3
1 1
1 1
3 3
1 1
2 2
3 3
1 1
1 1
4 1
nominal 0.904593639576
ordinal 0.769309637731
interval 0.759643916914
ratio 0.801709183461
fleiss 0.901060070671
cohen 0.901408450704
most 0.901408450704
table 48
3 3
1 2
2 2
2 3
1 3
2 2
. .
3 3
3 3
1 1
4 4
4 2
2 2
4 4
1 .
. 1
3 3
. 4
1 2
2 2
4 1
2 2
nominal 0.547413793103
ordinal 0.415568110483
interval 0.408783783784
ratio 0.356109971339
fleiss -
cohen -
most -
table 53
3 3 1 3 1 3
2 2 2 2 3 2
1 2 1 1 1 1
2 2 1 2 2 2
2 2 2 2 2 2
2 1 1 1 1 1
2 3 2 3 1 2
2 1 2 3 3 1
3 2 2 1 2 2
2 3 3 3 3 3
3 3 3 3 1 2
2 2 2 2 1 2
3 3 3 3 3 3
1 1 3 2 1 1
1 1 1 1 1 3
2 1 1 1 2 3
1 2 2 2 1 1
3 2 2 1 3 1
2 1 2 1 1 3
1 1 3 1 1 1
1 2 3 2 1 1
3 3 3 3 3 3
3 1 1 1 1 1
nominal 0.318472750317
ordinal 0.319219832831
interval 0.323295092416
ratio 0.306391446007
fleiss 0.313498098859
cohen -
most -
table 58
3 3 2 2 3
1 . 1 1 1
1 1 1 . 1
1 1 1 1 1
2 2 2 2 2
3 3 1 3 .
. 1 . . 3
2 2 1 2 2
1 1 1 1 1
2 2 3 2 2
. 1 2 2 2
1 3 3 3 3
1 1 . 1 1
1 1 1 1 3
3 2 2 3 2
3 2 3 3 3
1 1 1 1 3
3 3 2 3 3
1 1 1 1 1
1 1 1 1 1
2 2 2 2 3
2 3 2 2 2
2 3 1 2 3
nominal 0.516890080429
ordinal 0.564154208569
interval 0.532393995259
ratio 0.595633697227
fleiss -
cohen -
most -
table 63
3 3 3 5
2 1 5 1
5 1 5 5
2 4 1 1
5 2 4 4
1 2 1 1
3 3 3 3
5 5 5 4
5 3 4 4
2 4 2 3
3 4 4 4
1 1 1 1
3 5 3 3
3 2 2 3
2 5 5 5
1 1 3 4
5 3 5 5
1 2 4 3
5 5 5 5
3 3 3 3
3 2 5 3
nominal 0.306574645841
ordinal 0.412378479030
interval 0.422755027465
ratio 0.436586539480
fleiss 0.298220123502
cohen -
most -
"""
