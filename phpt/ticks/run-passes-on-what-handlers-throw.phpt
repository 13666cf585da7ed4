--TEST--
run() throws the exceptions of handlers, and may be called again
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) {
    echo $message->message, "\n";
    if ($message->message === 'bad') {
        throw new DomainException('thrown');
    }
});
fwrite($socket, frame(new LogMessage('bad')) . frame(new LogMessage('good')));
fclose($socket);
try {
    $peer->run();
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
$peer->run();
echo "done\n";
--EXPECT--
bad
thrown
good
done
