--TEST--
The exceptions keep their text, code and previous exception, also given by name
--FILE--
<?php
use StreamIpc\Transport\{PeerClosedException, StreamClosedException, TimeoutException};

$reason = new LogicException('reason');
foreach ([
    new StreamClosedException('text', 5, $reason),
    new TimeoutException(previous: $reason, code: 5, message: 'text'),
    new PeerClosedException('text', 5, $reason),
] as $e) {
    var_dump($e->getMessage(), $e->getCode(), $e->getPrevious() === $reason);
}
--EXPECT--
string(4) "text"
int(5)
bool(true)
string(4) "text"
int(5)
bool(true)
string(4) "text"
int(5)
bool(true)
