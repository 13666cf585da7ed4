--TEST--
A message may await a reply while it is serialized, over the same session
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class Lookup implements Message
{
    public static IpcSession $session;

    public function __serialize(): array
    {
        return ['found' => self::$session->request(new LogMessage('look it up'), 20)->await()->message];
    }

    public function __unserialize(array $data): void
    {
        echo "received with: {$data['found']}\n";
    }
}

$peer = new NativeIpcPeer();
[Lookup::$session, $there] = session_pair($peer);
$there->onRequest(fn (Message $question) => new LogMessage($question instanceof Lookup ? 'the reply' : 'what was looked up'));
echo Lookup::$session->request(new Lookup(), 20)->await()->message, "\n";
--EXPECT--
received with: what was looked up
the reply
