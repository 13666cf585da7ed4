--TEST--
A LogMessage holds its text without a copy
--FILE--
<?php
use StreamIpc\Message\LogMessage;

$text = str_repeat('x', 20_000_000);
$before = memory_get_usage();
$log = new LogMessage($text);
var_dump(memory_get_usage() - $before < 1_000_000, $log->message === $text);
--EXPECT--
bool(true)
bool(true)
