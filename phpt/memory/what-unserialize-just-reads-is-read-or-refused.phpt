--TEST--
Around the most that unserialize() can read within memory_limit, a session reads or refuses, and never dies; half of it is read
--INI--
memory_limit=-1
--FILE--
<?php

require __DIR__ . '/../support/border.php';

$kinds = [
    'bytes of a text', 'braces in a text', 'numbers', 'texts', 'escaped texts', 'keys', 'lists', 'wide lists', 'nested lists',
    'references', 'objects', 'plain objects', 'large objects', 'objects of no class', 'objects that wake up',
    'objects that read themselves', 'exceptions', 'dates', 'periods', 'storages', 'array objects',
];
foreach ($kinds as $kind) {
    compare_borders('native', $kind, '8M', 0.4);
}
foreach (['braces in a text', 'long texts', 'objects', 'large objects', 'exceptions'] as $kind) {
    compare_borders('native', $kind, '64M', 0.5);
}
echo "done\n";
--EXPECT--
done
