--TEST--
An envelope holds the very message it was given, another envelope included
--FILE--
<?php
use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Message\LogMessage;

$log = new LogMessage('a');
$request = new RequestEnvelope('1.1', $log);
$response = new ResponseEnvelope('1.1', $request);
var_dump($request->id, $request->request === $log, $response->response === $request);
--EXPECT--
string(3) "1.1"
bool(true)
bool(true)
