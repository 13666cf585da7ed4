--TEST--
examples/symfony: a worker that Symfony's Process runs is asked and answers
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

require __DIR__ . '/../support/symfony.php';

passthru(implode(' ', array_map(escapeshellarg(...), [
    PHP_BINARY, '-d', 'include_path=' . dirname(symfony_autoloaders()[0], 4), __DIR__ . '/../../examples/symfony/parent.php',
])) . ' 2>&1', $status);
echo "exit status: $status\n";
?>
--EXPECT--
info: One moment, please.
reply: Hello, Symfony!
exit code: 0
exit status: 0
