--TEST--
Around the most that json_decode() can read within memory_limit, a session reads or refuses, and never dies; much of it is read
--INI--
memory_limit=-1
--FILE--
<?php

require __DIR__ . '/../support/border.php';

foreach (['braces in a text', 'numbers', 'texts', 'keys', 'lists', 'objects', 'objects with more', 'storages'] as $kind) {
    compare_borders('json', $kind, '8M', 0.3);
}
// To json_decode() these are arrays of one or two elements.
foreach (['large objects', 'exceptions'] as $kind) {
    compare_borders('json', $kind, '8M', 0.05);
    compare_borders('json', $kind, '64M', 0.05);
}
echo "done\n";
--EXPECT--
done
