"""Tables of ratings with the values that well-kept libraries gave for them (krippendorff 0.8, statsmodels 0.14), kept for good.

One line a unit, one sign a coder, a dot where a coder did not read the unit. The values are nominal, ordinal, interval and ratio alpha;
Fleiss' kappa and Cohen's kappa with its maximum where nothing is missing ("-" where a value does not exist).
"""

from typing import Final

TABLES: Final = """
table 1
4 1
4 6
5 1
4 6
4 6
1 6
3 6
5 3
5 4
6 6
6 5
4 5
2 2
4 5
5 4
5 4
nominal -0.087719298246
ordinal -0.150977092212
interval -0.053713806127
ratio -0.013359603426
fleiss -0.122807017544
cohen -0.082125603865
most 0.613526570048
table 6
. 6
3 3
1 6
1 3
1 2
6 2
6 6
5 5
3 3
1 5
6 6
6 5
6 6
2 4
1 6
1 4
2 6
1 .
2 1
5 3
5 5
3 3
3 6
2 .
4 6
4 6
nominal 0.205882352941
ordinal 0.121092763723
interval 0.119634060521
ratio 0.058492345532
fleiss -
cohen -
most -
table 11
2 4 4 4 6 4
5 1 5 6 5 6
1 1 1 1 4 1
1 1 4 2 1 1
4 4 2 4 2 4
4 5 2 5 4 4
3 3 1 3 4 3
4 2 4 6 5 4
2 1 4 1 1 5
5 1 5 5 2 5
6 5 4 1 4 4
2 6 2 2 2 1
4 4 4 4 4 4
5 4 4 4 4 4
5 6 3 3 2 3
5 5 5 2 5 4
6 4 3 6 3 6
2 2 6 2 3 2
4 4 5 5 4 2
4 1 4 5 4 1
6 6 6 3 1 6
nominal 0.241829038341
ordinal 0.193232156431
interval 0.204624049007
ratio 0.239753215005
fleiss 0.235763670647
cohen -
most -
table 16
. . 2 4 4
1 3 . . 4
2 4 4 2 4
1 1 1 1 1
4 4 4 4 4
4 1 . 4 1
5 . . 1 2
. 4 . . 1
2 4 2 . .
1 3 3 3 3
2 . . 4 .
4 1 4 . 4
4 . 3 . .
4 4 4 4 1
2 . 2 2 2
5 3 5 2 2
1 . . 4 1
. 1 3 . 2
5 . 2 1 1
nominal 0.243006034010
ordinal 0.050451725124
interval 0.042554423344
ratio 0.098781427051
fleiss -
cohen -
most -
table 21
4 4 4 4
4 1 1 4
5 5 5 1
1 1 1 1
5 2 2 2
2 2 4 2
4 4 4 4
3 2 2 4
3 3 2 3
3 2 3 3
1 1 1 1
2 2 2 2
2 2 2 2
2 2 1 2
2 2 2 2
2 3 2 2
nominal 0.572010869565
ordinal 0.478201219512
interval 0.455610795455
ratio 0.523382191220
fleiss 0.565217391304
cohen -
most -
table 26
2 . 3
2 3 1
. 2 .
. 3 3
2 2 1
. 3 1
1 . .
1 2 3
1 1 3
2 1 .
3 1 1
. 2 .
. . 1
2 3 1
. . .
. 2 1
1 1 .
. . 2
. 1 .
3 . 3
. . 2
3 . .
2 . 3
. . 3
2 2 1
nominal -0.070484581498
ordinal -0.018985808551
interval -0.014613778706
ratio -0.048902540033
fleiss -
cohen -
most -
table 31
1 2
1 4
1 4
3 2
1 2
1 4
3 2
3 3
3 5
5 4
2 3
1 1
2 5
4 1
nominal -0.055374592834
ordinal -0.066096087457
interval -0.046511627907
ratio -0.051489199230
fleiss -0.094462540717
cohen -0.037037037037
most 0.481481481481
table 36
. 1
2 .
2 2
1 2
1 .
2 2
2 2
2 2
1 .
1 1
2 1
1 1
1 1
2 1
. 2
1 1
1 1
2 1
2 1
nominal 0.307692307692
ordinal 0.307692307692
interval 0.307692307692
ratio 0.307692307692
fleiss -
cohen -
most -
table 41
3 1 1 2 3 1
3 3 1 2 1 1
1 4 1 4 1 3
1 1 4 4 2 4
3 2 3 3 2 2
2 4 1 2 3 1
2 2 1 3 3 4
3 4 2 4 4 4
1 4 3 1 4 4
1 2 3 4 1 4
4 3 3 3 1 4
1 3 1 1 3 3
4 4 3 2 3 3
3 3 4 1 3 4
2 1 1 4 1 1
1 3 3 1 4 3
2 2 3 2 1 3
3 1 1 3 3 2
1 2 1 4 3 3
2 2 3 1 2 1
nominal 0.014492753623
ordinal 0.030634828330
interval 0.028812159260
ratio 0.010568509681
fleiss 0.006211180124
cohen -
most -
table 46
5 5 5 . 1
2 2 2 2 4
5 5 5 5 2
4 4 4 4 .
3 3 3 3 3
3 3 3 3 3
2 2 2 4 4
3 3 3 3 1
4 4 3 4 4
5 5 1 5 5
. 2 . 2 2
2 2 2 . 2
3 3 3 3 3
1 1 1 5 5
1 1 1 1 1
nominal 0.678571428571
ordinal 0.359568970718
interval 0.353629976581
ratio 0.413491573595
fleiss -
cohen -
most -
table 51
5 5 2 2
5 5 5 5
6 6 6 6
4 4 4 4
4 1 3 5
4 2 5 5
6 6 6 6
5 5 5 5
2 2 2 2
6 6 6 6
6 6 6 6
6 6 6 6
4 4 3 4
6 4 6 6
5 1 5 5
3 5 2 5
5 6 6 5
nominal 0.569257744009
ordinal 0.741451411513
interval 0.566587945374
ratio 0.420924915391
fleiss 0.562828755114
cohen -
most -
table 56
2 2 2
2 2 2
2 2 2
. 1 2
. . 1
1 1 1
2 2 2
1 1 .
1 1 1
1 2 1
1 1 .
. . 2
1 . .
2 . 1
1 . .
. . 2
1 . .
. 2 2
1 1 1
2 2 2
1 1 2
2 2 2
nominal 0.631578947368
ordinal 0.631578947368
interval 0.631578947368
ratio 0.631578947368
fleiss -
cohen -
most -
table 61
1 1
2 2
3 3
1 1
2 2
3 3
1 1
2 2
2 2
2 3
1 1
2 2
1 3
2 2
1 1
2 2
2 2
3 3
1 2
2 2
2 2
nominal 0.770522388060
ordinal 0.705611577965
interval 0.701456310680
ratio 0.727602326266
fleiss 0.764925373134
cohen 0.766666666667
most 0.844444444444
table 66
1 4
1 4
1 3
4 3
1 .
4 .
1 1
4 3
. 1
4 2
1 1
2 2
1 2
4 4
. .
nominal 0.150289017341
ordinal 0.210153482881
interval 0.216216216216
ratio 0.232440291344
fleiss -
cohen -
most -
"""
