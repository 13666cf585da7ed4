--TEST--
serialize() and unserialize() give back equal messages
--FILE--
<?php
use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Message\{ErrorMessage, LogMessage};

foreach ([
    new LogMessage('text', 'debug'),
    new ErrorMessage('wrong', new RuntimeException('reason')),
    new RequestEnvelope('1.1', new LogMessage('asked')),
    new ResponseEnvelope('1.1', new ErrorMessage('refused')),
] as $message) {
    $again = unserialize(serialize($message));
    var_dump($again::class, $again == $message, $again === $message);
}
--EXPECT--
string(28) "StreamIpc\Message\LogMessage"
bool(true)
bool(false)
string(30) "StreamIpc\Message\ErrorMessage"
bool(true)
bool(false)
string(34) "StreamIpc\Envelope\RequestEnvelope"
bool(true)
bool(false)
string(35) "StreamIpc\Envelope\ResponseEnvelope"
bool(true)
bool(false)
