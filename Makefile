# make demo   builds the extension and runs two examples
# make test   runs every check
# make build  leaves modules/stream_ipc.so

PHP        ?= $(shell command -v php)
PHP_CONFIG ?= $(shell command -v php-config)
CARGO      ?= cargo

# Cargo finds .cargo/config.toml by itself where it runs in this folder; both tools below do.
export PHP PHP_CONFIG CARGO

.PHONY: demo test build setup lint cargo-test phpt clean

demo: build
	scripts/with-extension $(or $(PHP),php) examples/tour/parent.php
	scripts/with-extension $(or $(PHP),php) examples/workers/parent.php

test: build
	scripts/test

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
