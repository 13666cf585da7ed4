--TEST--
== compares messages by their properties, === by identity
--FILE--
<?php
use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Message\{ErrorMessage, LogMessage};

$log = new LogMessage('a');
var_dump($log == new LogMessage('a', 'info'), $log == new LogMessage('b'), $log == new LogMessage('a', 'error'));
var_dump($log === $log, $log === new LogMessage('a'));
var_dump(new ErrorMessage('a') == new ErrorMessage(' a '), new ErrorMessage('a') == new ErrorMessage('b'));
var_dump(new RequestEnvelope('1', $log) == new RequestEnvelope('1', new LogMessage('a')));
var_dump(new RequestEnvelope('1', $log) == new ResponseEnvelope('1', $log));
--EXPECT--
bool(true)
bool(false)
bool(false)
bool(true)
bool(false)
bool(true)
bool(false)
bool(true)
bool(false)
