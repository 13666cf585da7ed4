--TEST--
Surplus arguments are ignored, as a user function ignores them
--SKIPIF--
<?php if (PHP_DEBUG) die('skip A debug build of PHP allows no internal function surplus arguments'); ?>
--FILE--
<?php
use StreamIpc\Message\{ErrorMessage, LogMessage};

var_dump((new LogMessage('a', 'b', 'c'))->level);
var_dump((new ErrorMessage('a', null, 1, 2))->toString(5));
--EXPECT--
string(1) "b"
string(1) "a"
