--TEST--
Objects of unknown classes inside a message come as incomplete ones, which travel on under their own name
--FILE--
<?php

use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class Parcel implements Message
{
    public mixed $content = null;
}

// The worker does not know what is in the parcel, and passes it back.
$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    final class Parcel implements Message
    {
        public mixed $content = null;
    }
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(function (Parcel $parcel) {
        return $parcel->content instanceof __PHP_Incomplete_Class ? $parcel : new LogMessage('known?');
    });
    $peer->run();
    PHP);

final class Content
{
    public function __construct(private string $text) {}

    public function text(): string
    {
        return $this->text;
    }
}

$parcel = new Parcel();
$parcel->content = new Content('unpacked');
echo $session->request($parcel, 20)->await()->content->text(), "\n";
--EXPECT--
unpacked
