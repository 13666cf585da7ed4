--TEST--
examples/endless: the memory stays flat while jobs come without an end
--FILE--
<?php
exec(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/../../examples/endless/parent.php') . ' 3', $lines, $status);
preg_match_all('/^(\d+) jobs, ([\d.]+) MB$/m', implode("\n", $lines), $matches);
var_dump(count($matches[1]) >= 2, end($matches[1]) > 1000, max($matches[2]) - $matches[2][0] < 0.5, $status);
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
int(0)
