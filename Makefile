# make demo   builds the extension and runs two examples
# make test   runs every check
# make build  leaves modules/stream_ipc.so
#
# make test-debug         the phpt suite on a debug build of PHP 8.2, which reports leaks
# make test-valgrind      the same under valgrind
# make test-php84         every check on PHP 8.4
# make test-instructions  a message takes no more instructions than it did, counted under valgrind
# make bench              the benchmark; QUICK=1 for a short one, PIN as in bench/bench.php

PHP        ?= $(shell command -v php)
PHP_CONFIG ?= $(shell command -v php-config)
CARGO      ?= cargo

# Cargo finds .cargo/config.toml by itself where it runs in this folder; both tools below do.
export PHP PHP_CONFIG CARGO

.PHONY: demo test test-debug test-valgrind test-php84 test-instructions bench build setup lint cargo-test phpt clean

demo: build
	scripts/with-extension $(or $(PHP),php) examples/tour/parent.php
	scripts/with-extension $(or $(PHP),php) examples/workers/parent.php

test: build
	scripts/test

test-debug: setup
	scripts/test-debug

test-valgrind: setup
	command -v valgrind >/dev/null || scripts/apt-install valgrind
	scripts/test-debug -m

test-php84:
	scripts/test-php84

test-instructions: build
	scripts/test-instructions

bench: build
	scripts/bench

build: setup
	scripts/build

setup:
	scripts/setup

lint: setup
	scripts/lint

cargo-test: setup
	scripts/cargo-test

phpt: build
	scripts/phpt

clean:
	$(CARGO) clean
	rm -rf modules
