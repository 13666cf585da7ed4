<?php
// Workers that end themselves wherever the extension calls user code.

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require_once __DIR__ . '/peers.php';

/** Starts, for each place, a worker that runs this code there; its shutdown function ticks, awaits and sends. */
function die_in_every_handler(string $code): void
{
    // $end() runs the code. The parent sends a message at once; $a and $b are the ends of a socket.
    $places = [
        'message handler' => '$parent->onMessage($end);',
        'request handler' => '$peer->createStreamSession($b, $b)->onRequest($end);
            $peer->createStreamSession($a, $a)->request(new LogMessage("question"))->await();',
        'exception handler' => '$parent->onException($end); $parent->triggerException(new Exception());',
        'close handler' => '$session = $peer->createStreamSession($a, $a); $session->onClose($end); $session->close();',
        'inside await' => '$parent->onMessage($end); $peer->createStreamSession($a, $a)->request(new LogMessage("question"))->await();',
        'recursive tick' => '$peer->createStreamSession($b, $b)->onMessage($end);
            $session = $peer->createStreamSession($a, $a);
            $parent->onMessage(function ($message) use ($peer, $session) {
                if ($message->message === "begin") { $session->notify(new LogMessage("end")); $peer->run(); }
            });',
        'fiber' => '$parent->onMessage(fn () => (new Fiber($end))->start());',
        'unserialize' => 'final class Waking implements Message { public function __wakeup() { ($GLOBALS["end"])(); } }
            $peer->createStreamSession($a, $a)->notify(new Waking()); $peer->createStreamSession($b, $b);',
        'serialize' => 'final class Sleeping implements Message { public function __sleep() { ($GLOBALS["end"])(); } }
            $parent->notify(new Sleeping());',
        'destructor' => 'final class Ending implements Message { public bool $armed = false;
                public function __wakeup() { $this->armed = true; } public function __destruct() { $this->armed && ($GLOBALS["end"])(); } }
            $peer->createStreamSession($a, $a)->notify(new Ending()); $peer->createStreamSession($b, $b);',
    ];
    foreach ($places as $place => $setup) {
        echo "$place: ", last_report($setup, $code), "\n";
    }
}

function last_report(string $setup, string $code): string
{
    $worker = <<<PHP
        ini_set('display_errors', '0');
        ini_set('log_errors', '0');
        \$peer = new NativeIpcPeer();
        \$parent = \$peer->createStdioSession();
        [\$a, \$b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        \$ended = false;
        \$end = function () use (&\$ended) {
            if (!\$ended) {
                \$ended = true;
                $code
            }
        };
        register_shutdown_function(function () use (\$peer, \$parent) {
            \$parent->onMessage(function (LogMessage \$message) use (&\$heard) { \$heard = \$message->message; });
            \$reply = \$parent->request(new LogMessage('still there?'), 5.0)->await()->message;
            \$parent->notify(new LogMessage("\$heard, \$reply"));
        });
        $setup
        \$peer->run();
        PHP;
    $process = proc_open('exec ' . worker_command($worker), [['socket'], ['redirect', 0], STDERR], $pipes);
    $peer = new NativeIpcPeer();
    $session = $peer->createStreamSession($pipes[0], $pipes[0]);
    $session->onRequest(function (LogMessage $question, IpcSession $session) {
        $session->notify(new LogMessage('heard'));
        return new LogMessage('answered');
    });
    $session->onMessage(function (LogMessage $message) use (&$report) { $report = $message->message; });
    $session->notify(new LogMessage('begin'));
    $peer->run();
    fclose($pipes[0]);

    return $report . ', exit ' . proc_close($process);
}
