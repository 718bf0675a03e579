#!/usr/bin/env bash
# Run every check, cheapest first, all of them even when one fails: check.sh BIN
set -uo pipefail

bin=$1
failed=()

step() {
    local name=$1 started=$SECONDS
    shift
    echo "== $name"
    if "$@"; then
        echo "   $name: ok ($((SECONDS - started)) s)"
    else
        echo "   $name: FAILED ($((SECONDS - started)) s)"
        failed+=("$name")
    fi
}

export PYTHONPATH=.
step "lock files" "$bin/python" tools/locks.py
step "format" "$bin/ruff" format --check .
step "lint" "$bin/ruff" check .
step "translations" "$bin/python" tools/messages.py check
step "templates" "$bin/djlint" --quiet --lint --check yizhan
step "import contracts" "$bin/lint-imports"
# No server is needed for this: Django only remarks that it could not look at one.
step "migrations" env PYTHONWARNINGS=ignore::RuntimeWarning \
    "$bin/yizhan" makemigrations --check --dry-run
step "types" "$bin/mypy" --explicit-package-bases yizhan tests tools

if [ ${#failed[@]} -gt 0 ]; then
    echo "failed: ${failed[*]}"
    exit 1
fi
echo "all checks passed"
