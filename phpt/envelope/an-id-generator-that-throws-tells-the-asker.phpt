--TEST--
If a request id generator throws, request() throws the exception, and nothing is sent
--FILE--
<?php

use StreamIpc\Envelope\Id\RequestIdGenerator;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class Failing implements RequestIdGenerator
{
    public function generate(): string
    {
        throw new DomainException('out of ids');
    }
}

$peer = new NativeIpcPeer(null, new Failing());
[$session, $socket] = session_and_socket($peer);
try {
    $session->request(new LogMessage('question'));
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
var_dump(received($socket));
--EXPECT--
out of ids
array(0) {
}
