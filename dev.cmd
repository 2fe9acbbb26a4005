@echo off
rem The commands of a clone on Windows: dev demo, dev test. Needs Python 3.12 or newer from python.org.
rem The stamp .venv\.ok is a copy of the lock that the environment was made from.
setlocal
cd /d "%~dp0"
if "%PY%"=="" set PY=py -3
if "%1"=="demo" goto known
if "%1"=="test" goto known
echo Use: dev demo, or dev test
exit /b 2

:known
fc /b requirements.lock .venv\.ok >nul 2>&1
if not errorlevel 1 goto %1
%PY% -c "import sys; sys.exit(sys.version_info < (3, 12))"
if errorlevel 1 (
    echo Install Python 3.12 or newer from python.org, then start again.
    exit /b 1
)
if exist .venv rmdir /s /q .venv
%PY% -m venv .venv || exit /b 1
.venv\Scripts\python -m pip install --require-hashes --only-binary :all: -r requirements.lock || exit /b 1
.venv\Scripts\python -m pip install --no-deps --no-build-isolation -e . || exit /b 1
copy /y requirements.lock .venv\.ok >nul
goto %1

:demo
.venv\Scripts\podium-desk demo --output demo-output
exit /b %errorlevel%

:test
set FAILED=0
set QT_QPA_PLATFORM=offscreen
.venv\Scripts\ruff check . || set FAILED=1
.venv\Scripts\ruff format --check . || set FAILED=1
.venv\Scripts\mypy || set FAILED=1
.venv\Scripts\lint-imports || set FAILED=1
.venv\Scripts\python -m pytest --randomly-seed=1 --hypothesis-seed=1 -n 2 || set FAILED=1
exit /b %FAILED%
