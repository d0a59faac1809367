@echo off
rem The same as packaging/dev, for Windows: finds a Python and hands over to packaging\dev.py.
where py >nul 2>nul && (py -3 "%~dp0dev.py" %* & exit /b)
where python >nul 2>nul && (python "%~dp0dev.py" %* & exit /b)
echo Python 3.11 or newer is needed. Install it from the Microsoft Store or python.org, then try again.
exit /b 1
