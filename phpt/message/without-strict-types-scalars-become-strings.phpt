--TEST--
Without strict_types scalars and Stringable objects become strings
--FILE--
<?php
use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\{ErrorMessage, LogMessage};

$log = new LogMessage(5, true);
var_dump($log->message, $log->level);
var_dump((new LogMessage(1.5, false))->message, (new LogMessage(1.5, false))->level);
var_dump((new LogMessage(new class { public function __toString() { return 'stringable'; } }))->message);
var_dump((new ErrorMessage(42))->toString(), (new RequestEnvelope(7, $log))->id);
$number = 6;
new LogMessage($number);
var_dump($number);
--EXPECT--
string(1) "5"
string(1) "1"
string(3) "1.5"
string(0) ""
string(10) "stringable"
string(2) "42"
string(1) "7"
int(6)
