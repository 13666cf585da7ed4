<?php
// amphp/byte-stream of the Composer vendor directory that STREAM_IPC_VENDOR names.

use Amp\ByteStream\ReadableResourceStream;
use Amp\ByteStream\WritableResourceStream;
use Revolt\EventLoop;
use StreamIpc\AmphpIpcPeer;
use StreamIpc\IpcSession;

require_once __DIR__ . '/processes.php';

if (is_file(getenv('STREAM_IPC_VENDOR') . '/autoload.php')) {
    require_once getenv('STREAM_IPC_VENDOR') . '/autoload.php';
}

function has_amp(): bool
{
    return class_exists(ReadableResourceStream::class) && class_exists(EventLoop::class);
}

function skip_without_amp(): void
{
    has_amp() || die('skip STREAM_IPC_VENDOR must name a vendor directory with amphp/byte-stream');
    extension_loaded('pcntl') && extension_loaded('posix') || die('skip pcntl and posix are needed');
}

/**
 * A session with a process that runs this code.
 *
 * @param ?list<WritableResourceStream|ReadableResourceStream> $streams the write stream, then the read streams
 */
function start_amp_worker(AmphpIpcPeer $peer, string $code, &$process = null, ?array &$streams = null): IpcSession
{
    // Hold the process: PHP closes the pipes of one that is freed.
    static $processes = [];
    $process = start_bare_process($code, [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
    $processes[] = $process;
    $streams = [
        new WritableResourceStream($pipes[0]),
        new ReadableResourceStream($pipes[1]),
        new ReadableResourceStream($pipes[2]),
    ];

    return $peer->createByteStreamSession($streams[0], [$streams[1], $streams[2]]);
}
