--TEST--
The properties of a message are readonly, with PHP's own words
--FILE--
<?php
use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/thrown.php';

$log = new LogMessage('first');
thrown(fn() => $log->message = 'second');
thrown(fn() => $log->message = 'first');
thrown(fn() => $log->level .= '!');
thrown(function () use ($log) { unset($log->message); });
thrown(function () use ($log) { $reference = &$log->message; });
thrown(function () use ($log) { foreach ($log as &$value) { $value = 'x'; } });
thrown(fn() => (new ReflectionProperty($log, 'message'))->setValue($log, 'x'));

$request = new RequestEnvelope('1', $log);
thrown(fn() => $request->request = $log);
thrown(fn() => $request->id = '2');
var_dump($log == new LogMessage('first'), $request->id);
--EXPECTF--
Error: Cannot modify readonly property StreamIpc\Message\LogMessage::$message
Error: Cannot modify readonly property StreamIpc\Message\LogMessage::$message
Error: Cannot modify readonly property StreamIpc\Message\LogMessage::$level
Error: Cannot unset readonly property StreamIpc\Message\LogMessage::$message
Error: Cannot %Smodify readonly property StreamIpc\Message\LogMessage::$message
Error: Cannot acquire reference to readonly property StreamIpc\Message\LogMessage::$message
Error: Cannot modify readonly property StreamIpc\Message\LogMessage::$message
Error: Cannot modify readonly property StreamIpc\Envelope\RequestEnvelope::$request
Error: Cannot modify readonly property StreamIpc\Envelope\RequestEnvelope::$id
bool(true)
string(1) "1"
