# The commands of a clone; README.md says what each leaves. All of them first make the clone
# ready (installer/setup.sh), which costs nothing when it is.
#
#   PY=python3.12   the interpreter that .venv is made with
#   SEED=7          the order and the random values of the tests

ifdef PY
export PY
endif
ifdef SEED
export SEED
endif

.PHONY: demo test check soak lock test-fresh setup setup-tests

demo: setup
	.venv/bin/podium-desk demo --output demo-output

test: setup-tests
	@bash installer/test.sh all

check: setup
	@bash installer/test.sh quick

soak: setup-tests
	@bash installer/test.sh soak

lock: setup
	bash installer/lock.sh

test-fresh:
	bash installer/test-fresh.sh

setup:
	@bash installer/setup.sh

setup-tests:
	@bash installer/setup.sh tests
