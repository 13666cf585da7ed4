<?php
// Floods both directions: each side sends everything before it reads the first message.

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require_once __DIR__ . '/peers.php';

/** Sends $count messages of $size bytes, then reads as many from the other side; returns what came. */
function flood(NativeIpcPeer $peer, IpcSession $session, int $count = 64, int $size = 64 << 10): string
{
    $came = 0;
    $wrong = null;
    $check = function (LogMessage $message) use (&$came, &$wrong, $size) {
        if ($message->level === 'flood') {
            $wrong ??= $message->message === text_of($came, $size) ? null : "number $came is wrong";
            $came++;
        }
    };
    $session->onMessage($check);
    for ($number = 0; $number < $count; $number++) {
        $session->notify(new LogMessage(text_of($number, $size), 'flood'));
    }
    tick_until($peer, function () use (&$came, $count) { return $came >= $count; });
    $session->offMessage($check);

    return $wrong ?? "$came messages in order";
}

/** A text in which a lost or doubled byte shows. */
function text_of(int $number, int $size): string
{
    return substr(str_repeat("<$number>" . implode(',', range($number, $number + 499)), intdiv($size, 1000) + 1), 0, $size);
}

/** The code of a worker that floods its parent over this session, and then reports what came. */
function flood_worker_code(string $session = '$peer->createStdioSession()', int $count = 64, int $size = 64 << 10): string
{
    $file = var_export(__FILE__, true);

    return <<<PHP
        require $file;
        ini_set('memory_limit', '-1');
        \$peer = new NativeIpcPeer();
        \$session = $session;
        \$session->notify(new LogMessage('the worker: ' . flood(\$peer, \$session, $count, $size)));
        \$peer->run();
        PHP;
}

/** Floods the worker, and prints what came on both sides. */
function flood_both_ways(NativeIpcPeer $peer, IpcSession $session, int $count = 64, int $size = 64 << 10): void
{
    $session->onMessage(function (LogMessage $message) use (&$told) {
        $told = $message->level === 'flood' ? $told : $message->message;
    });
    echo 'here: ', flood($peer, $session, $count, $size), "\n";
    tick_until($peer, function () use (&$told) { return $told !== null; });
    echo "$told\n";
}
