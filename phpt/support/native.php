<?php
// Two native sides: what they say to each other beside messages.

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require_once __DIR__ . '/spawned.php';

/**
 * A worker that works for as many milliseconds as it is told, and looks every 10 ms whether it should stop. It
 * tells each step as a message of the request, and in its last words when it stopped.
 */
const LOOKING_WORKER = <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(function (LogMessage $job, IpcSession $session, StreamIpc\IncomingRequest $request) {
        for ($step = 1; $step <= (int) $job->message / 10; $step++) {
            usleep(10_000);
            if ($request->isCancelled()) {
                $session->notify(new LogMessage(sprintf('%.6f', hrtime(true) / 1e9), 'stopped'));
                return new LogMessage('stopped');
            }
            $request->notify(new LogMessage("step $step", 'step'));
        }
        return new LogMessage('done');
    });
    $peer->run();
    PHP;

/** Asks for something trivial, so that both sides know each other when it returns. */
function get_acquainted(IpcSession $session): void
{
    $session->request(new LogMessage('0'), 20.0)->await();
}

/** What await() throws, in one line. */
function thrown_by(callable $call): string
{
    try {
        $call();
    } catch (Throwable $e) {
        return $e::class . ': ' . preg_replace('/\d+\.\d+/', 'N', explode("\n", $e->getMessage())[0]);
    }

    return 'nothing';
}
