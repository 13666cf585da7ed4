--TEST--
No code of a class that is not allowed runs when a payload names it, wherever it hides
--FILE--
<?php

use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/payloads.php';

final class Parcel implements Message
{
    public mixed $content = null;
}
class Gadget
{
    public function __wakeup(): void { echo "__wakeup ran\n"; }
    public function __destruct() { echo "__destruct ran\n"; }
    public function __toString(): string { echo "__toString ran\n"; return ''; }
    public function __call(string $name, array $arguments): mixed { echo "__call ran\n"; return null; }
}
final class MessageGadget extends Gadget implements Message
{
}
final class Serializing implements Message
{
    public function __unserialize(array $data): void { echo "__unserialize ran\n"; }
}

$gadget = 'O:6:"Gadget":0:{}';
$message = 'O:13:"MessageGadget":0:{}';
$log = fn (string $text, string $level) => "O:28:\"StreamIpc\\Message\\LogMessage\":2:{s:7:\"message\";{$text}s:5:\"level\";$level}";
$payloads = [
    $gadget,
    $message,
    'O:11:"Serializing":1:{i:0;i:0;}',
    "O:6:\"Parcel\":1:{s:7:\"content\";$gadget}",
    "O:6:\"Parcel\":1:{s:7:\"content\";a:2:{i:0;$gadget" . "i:1;O:8:\"stdClass\":1:{s:1:\"x\";$gadget}}}",
    $log($gadget, 's:1:"x";'),
    $log('s:1:"x";', $gadget),
    "O:34:\"StreamIpc\\Envelope\\RequestEnvelope\":2:{s:2:\"id\";s:1:\"1\";s:7:\"request\";$message}",
    "O:34:\"StreamIpc\\Envelope\\RequestEnvelope\":2:{s:2:\"id\";{$gadget}s:7:\"request\";$message}",
    "O:35:\"StreamIpc\\Envelope\\ResponseEnvelope\":2:{s:2:\"id\";s:1:\"1\";s:8:\"response\";$message}",
    "O:30:\"StreamIpc\\Message\\ErrorMessage\":1:{s:44:\"\0StreamIpc\\Message\\ErrorMessage\0errorMessage\";$gadget}",
    "a:1:{i:0;{$message}", // cut short
];
$peer = new NativeIpcPeer(new NativeMessageSerializer([Parcel::class]));
[$session, $socket] = session_and_socket($peer);
$session->onRequest(fn () => null);
$session->onMessage(function (Message $message) use (&$last) {
    if ($message instanceof Parcel) {
        echo 'parcel with ', get_debug_type($message->content), "\n";
    }
    $last = $message instanceof LogMessage ? $message->message : null;
});
send_to($socket, implode(array_map(frame_of(...), $payloads)) . frame(new LogMessage('the last')), $peer, function () use (&$last) {
    return $last === 'the last';
});
unset($session, $peer);
gc_collect_cycles();
echo "nothing ran\n";
--EXPECT--
parcel with __PHP_Incomplete_Class
parcel with array
nothing ran
