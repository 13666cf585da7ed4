--TEST--
getStats() of a session over a transport of the user's counts its messages; of bytes it knows nothing
--FILE--
<?php

use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Transport\MessageTransport;
use StreamIpc\{IpcPeer, IpcSession};

$peer = new class () extends IpcPeer {
    public function open(MessageTransport $transport): IpcSession
    {
        return $this->createSession($transport);
    }

    public function tick(?float $timeout = null): void
    {
    }
};
$session = $peer->open(new class () implements MessageTransport {
    public function send(Message $message): void
    {
    }
});
$session->notify(new LogMessage('sent'));
$session->dispatch(new LogMessage('received'));
echo json_encode($session->getStats()), "\n";
--EXPECT--
{"messages_sent":1,"messages_received":1,"bytes_sent":null,"bytes_received":null,"queued_bytes":null,"pending_requests":0}
