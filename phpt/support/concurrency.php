<?php
// A server with two clients and two back ends: one client waits for two seconds, the other one for 200 ms.

use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;

require_once __DIR__ . '/every-peer.php';

/** A worker that asks its parent each thing that it is told, and tells what came of it after how many seconds. */
const ASKING = <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(fn (LogMessage $question) => $question);
    $session->onMessage(function (LogMessage $message) use ($session) {
        $start = hrtime(true);
        try {
            $reply = $session->request($message, 20.0)->await()->message;
        } catch (Throwable $e) {
            $reply = $e::class . ': ' . explode("\n#0 ", $e->getMessage())[0];
        }
        $session->notify(new LogMessage($reply, (string) ((hrtime(true) - $start) / 1e9)));
    });
    $peer->run();
    PHP;

/**
 * Lets two clients ask at once for work of 2000 and of 200 ms, and prints whether each is answered in time.
 *
 * @param callable(IpcSession, array<string, IpcSession>): void $serve adds the handler to the session of a
 *     client; the back ends do the work, each named by the milliseconds that it takes
 */
function serve_two_clients(IpcPeer $peer, callable $start, callable $serve): void
{
    $backEnd = <<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(function (LogMessage $job) {
            usleep((int) $job->message * 1000);
            return $job;
        });
        $peer->run();
        PHP;
    $times = ['2000', '200'];
    foreach ($times as $time) {
        $backEnds[$time] = $start($backEnd);
        $clients[$time] = $start(ASKING);
    }
    $answered = [];
    foreach ($clients as $client) {
        $serve($client, $backEnds);
        $client->onMessage(function (LogMessage $done) use (&$answered) {
            $answered[$done->message] = (float) $done->level;
        });
    }
    // Nobody counts the time that the processes take to start.
    foreach ([...$clients, ...$backEnds] as $session) {
        $session->request(new LogMessage('0'), 20.0)->await();
    }
    foreach ($clients as $time => $client) {
        $client->notify(new LogMessage((string) $time));
    }
    tick_until($peer, function () use (&$answered) { return count($answered) === 2; });
    foreach ($times as $time) {
        $late = $answered[$time] - $time / 1000;
        echo "$time ms: ", $late >= -0.001 && $late < 0.02 ? 'in time' : "$late s late", "\n";
    }
    array_map(fn (IpcSession $session) => $session->close(), [...$clients, ...$backEnds]);
}
