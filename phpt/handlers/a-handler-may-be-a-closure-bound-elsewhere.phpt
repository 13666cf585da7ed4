--TEST--
A handler may be a closure bound to another object and scope, or static; it sees what it is bound to
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

class Base
{
    private string $secret = 'the secret of the base';
}
final class Derived extends Base
{
    private string $secret = 'the secret of the derived';
    private static int $handled = 0;

    public function handler(): Closure
    {
        return function () { echo $this->secret, ', ', static::class, ', ', ++self::$handled, "\n"; };
    }
}

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$derived = new Derived();
$session->onMessage($derived->handler());
$session->onMessage(Closure::bind(function () { echo $this->secret, ', ', static::class, "\n"; }, $derived, Base::class));
$session->onMessage(Closure::bind(static fn () => print(self::$handled . " handled\n"), null, Derived::class));
$session->onMessage(Closure::bind(function (LogMessage $message, IpcSession $session) {
    echo $this->message, ' ', $message->message, ' ', json_encode($session === $GLOBALS['session']), "\n";
}, new LogMessage('bound to a message, called with'), null));
// Only the handler holds the object now.
$weak = WeakReference::create($derived);
unset($derived);
fwrite($socket, frame(new LogMessage('another')));
$peer->tick(10);
var_dump($weak->get() instanceof Derived);
$session->close();
unset($session);
gc_collect_cycles();
var_dump($weak->get());
--EXPECT--
the secret of the derived, Derived, 1
the secret of the base, Derived
1 handled
bound to a message, called with another true
bool(true)
NULL
