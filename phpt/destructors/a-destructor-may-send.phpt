--TEST--
A destructor may send, wherever it runs: of a message, a handler, an object collected in a handler, and at the end of the script
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    class Telling implements Message
    {
        public static ?IpcSession $to = null;
        public ?Telling $self = null;
        public function __construct(public string $text)
        {
        }
        public function __destruct()
        {
            self::$to?->notify(new LogMessage("end of the $this->text"));
        }
    }
    $peer = new NativeIpcPeer();
    $parent = $peer->createStdioSession();
    [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    [$a, $b] = [$peer->createStreamSession($a, $a), $peer->createStreamSession($b, $b)];

    $a->notify(new Telling('message'));
    Telling::$to = $parent;
    $held = new Telling('handler');
    $handler = function () use ($held, $b, &$handler) {
        $b->offMessage($handler);
        $handler = null;
        $cycle = new Telling('cycle');
        $cycle->self = $cycle;
        unset($cycle);
        gc_collect_cycles();
    };
    unset($held);
    $b->onMessage($handler);
    $peer->tick(5.0);

    $b->onRequest(fn () => new Telling('reply'));
    $a->request(new LogMessage('question'))->await();
    // Held until the script ends.
    $last = new Telling('script');
    PHP);
$session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
$peer->run();
--EXPECT--
end of the cycle
end of the handler
end of the message
end of the reply
end of the reply
end of the script
