--TEST--
Calling a constructor again throws and changes nothing
--FILE--
<?php
use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Message\{ErrorMessage, LogMessage};

require __DIR__ . '/../support/thrown.php';

$log = new LogMessage('first', 'one');
thrown(fn() => $log->__construct('second', 'two'));
$error = new ErrorMessage('first');
thrown(fn() => $error->__construct('second'));
$request = new RequestEnvelope('1', $log);
thrown(fn() => $request->__construct('2', $error));
$response = new ResponseEnvelope('1', $log);
thrown(fn() => $response->__construct('2', $error));

var_dump($log == new LogMessage('first', 'one'), $error->toString());
var_dump($request == new RequestEnvelope('1', $log), $response == new ResponseEnvelope('1', $log));
--EXPECT--
Error: Cannot modify readonly property StreamIpc\Message\LogMessage::$message
Error: Cannot modify readonly property StreamIpc\Message\ErrorMessage::$errorMessage
Error: Cannot modify readonly property StreamIpc\Envelope\RequestEnvelope::$id
Error: Cannot modify readonly property StreamIpc\Envelope\ResponseEnvelope::$id
bool(true)
string(5) "first"
bool(true)
bool(true)
