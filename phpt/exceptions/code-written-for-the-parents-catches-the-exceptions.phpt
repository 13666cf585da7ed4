--TEST--
The exceptions are caught as what they extend
--FILE--
<?php
use StreamIpc\Message\{ErrorMessage, ErrorMessageException};
use StreamIpc\Transport\{PeerClosedException, StreamClosedException, TimeoutException};

foreach ([
    new StreamClosedException('a'),
    new TimeoutException('b'),
    new PeerClosedException('c'),
    new ErrorMessageException(new ErrorMessage('d')),
] as $e) {
    try {
        throw $e;
    } catch (TimeoutException $timeout) {
        echo 'as TimeoutException, ', $timeout instanceof RuntimeException ? 'a RuntimeException' : '', ": {$timeout->getMessage()}\n";
    } catch (Exception $other) {
        echo 'as Exception, ', $other instanceof RuntimeException ? 'a RuntimeException' : 'no RuntimeException', ": {$other->getMessage()}\n";
    }
}
--EXPECT--
as Exception, no RuntimeException: a
as TimeoutException, a RuntimeException: b
as TimeoutException, a RuntimeException: c
as Exception, no RuntimeException: d
