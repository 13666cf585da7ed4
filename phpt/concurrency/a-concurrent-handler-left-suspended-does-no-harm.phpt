--TEST--
A concurrent handler that is suspended when the script ends runs its finally blocks, and does no harm
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onRequest(function (LogMessage $question) use ($session) {
    try {
        $session->request($question, 20.0)->await();
    } finally {
        echo "finally\n";
        try {
            $session->request($question, 0.1)->await();
        } catch (TimeoutException $e) {
            echo $e->getMessage(), "\n";
        }
        throw new DomainException('which nobody can answer with any more');
    }
}, true);
fwrite($socket, frame(new StreamIpc\Envelope\RequestEnvelope('1', new LogMessage('?'))));
$peer->tick(5.0);
register_shutdown_function(fn () => print("done\n"));
--EXPECT--
done
finally
IPC request timed out after 0.1s
