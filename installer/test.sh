#!/usr/bin/env bash
# Runs the checks: `quick` (style, types, imports, tidiness), `all` (those and every test but the
# long ones) or `soak` (the long ones). Everything runs before anything is said to have failed, and
# the last line is pytest's, so that the count is seen.
#
# SEED orders the tests and draws their random values. It is fixed, so that two runs of one commit
# agree, but for the soak, which looks for what the fixed one misses.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
KIND=$1
if [ "$KIND" = soak ]; then
    SEED=${SEED:-$RANDOM}
fi
SEED=${SEED:-1}
export QT_QPA_PLATFORM=offscreen
export PATH="$PWD/.venv/bin:$PATH"
failed=()

main() {
    mkdir -p build
    if [ "$KIND" != soak ]; then
        check "ruff check" ruff check .
        check "ruff format" ruff format --check .
        check "mypy" mypy
        check "lint-imports" lint-imports
    fi
    case $KIND in
        quick) tests tests/tidy ;;
        # One more than the cores: a quarter of the tests' time is spent waiting for programs.
        all) tests -n 3 --dist worksteal ;;
        soak) tests -m soak ;;
    esac
    if [ ${#failed[@]} -gt 0 ]; then
        echo "FAILED: $(IFS=,; echo "${failed[*]}")"
        tail -n 1 build/pytest.log
        exit 1
    fi
}

check() {
    local name=$1 start=$SECONDS
    shift
    if "$@" > build/check.log 2>&1; then
        echo "ok      $name ($((SECONDS - start)) s)"
    else
        cat build/check.log
        echo "FAILED  $name ($((SECONDS - start)) s)"
        failed+=("$name")
    fi
}

tests() {
    echo "pytest  with SEED=$SEED"
    python -m pytest --randomly-seed="$SEED" --hypothesis-seed="$SEED" "$@" 2>&1 | tee build/pytest.log
    [ "${PIPESTATUS[0]}" = 0 ] || failed+=(pytest)
}

main
