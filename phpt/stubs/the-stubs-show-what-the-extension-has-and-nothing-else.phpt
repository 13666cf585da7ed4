--TEST--
The stubs have every class, member, parameter, type and default of the extension, and nothing else
--FILE--
<?php
require __DIR__ . '/../support/class-listing.php';
require __DIR__ . '/../support/stubs.php';

// Of private properties, only that one is part of what others see: it is serialized.
$list = 'listAll(["errorMessage"]);';

ob_start();
eval($list);
$extension = explode("\n", ob_get_clean());
$stubs = explode("\n", with_stubs('require "phpt/support/class-listing.php"; ' . $list));

$classes = (new ReflectionExtension('stream_ipc'))->getClassNames();
var_dump(count(preg_grep('/^\S/', $stubs)) === count($classes));
var_dump($extension === $stubs);
echo "Only in the extension:\n", implode("\n", array_diff($extension, $stubs)), "\n";
echo "Only in the stubs:\n", implode("\n", array_diff($stubs, $extension)), "\n";
--EXPECT--
bool(true)
bool(true)
Only in the extension:

Only in the stubs:

