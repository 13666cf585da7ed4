--TEST--
The README shows the tour as it is, and it runs when copied from there
--FILE--
<?php
$root = __DIR__ . '/../..';
preg_match_all('/^```php\n(.*?)^```$/ms', file_get_contents("$root/README.md"), $shown);
[$parent, $worker] = $shown[1];
var_dump($parent === file_get_contents("$root/examples/tour/parent.php"));
var_dump($worker === file_get_contents("$root/examples/tour/worker.php"));

$folder = sys_get_temp_dir() . '/readme-' . getmypid();
mkdir($folder);
file_put_contents("$folder/parent.php", $parent);
file_put_contents("$folder/worker.php", $worker);
passthru(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg("$folder/parent.php") . ' 2>&1');

array_map(unlink(...), ["$folder/parent.php", "$folder/worker.php"]);
rmdir($folder);
?>
--EXPECTF--
bool(true)
bool(true)
info: One moment, please.
reply: I am process %d, PHP %d.%d.%s.
