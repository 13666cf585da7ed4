--TEST--
clone gives an equal message that is another object
--FILE--
<?php
use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\{ErrorMessage, LogMessage};

foreach ([new LogMessage('a', 'b'), new ErrorMessage('c'), $request = new RequestEnvelope('1', new LogMessage('d'))] as $message) {
    $clone = clone $message;
    var_dump($clone == $message, $clone === $message);
}
var_dump((clone $request)->request === $request->request);
--EXPECT--
bool(true)
bool(false)
bool(true)
bool(false)
bool(true)
bool(false)
bool(true)
