--TEST--
A destructor that runs at the end of the script may still send requests and await replies
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class Farewell
{
    public function __construct(private IpcSession $session)
    {
    }

    public function __destruct()
    {
        echo $this->session->request(new LogMessage('may I go?'))->await()->message, "\n";
    }
}

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$there->onRequest(fn () => new LogMessage('you may'));
$farewell = new Farewell($here);
echo "end of the script\n";
--EXPECT--
end of the script
you may
