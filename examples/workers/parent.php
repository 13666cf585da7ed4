<?php

declare(strict_types=1);

namespace Examples\Workers;

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/messages.php';

/** Gives the next job to each worker that has finished one. */
final class TaskManager
{
    /** @var array<int, Job> what each worker is doing */
    private array $running = [];

    /** @var array<int, list<JobDone>> what each worker has done */
    public array $done = [];

    /** @var list<Job> jobs whose worker died */
    public array $lost = [];

    /** @param list<Job> $waiting */
    public function __construct(private readonly NativeIpcPeer $peer, private array $waiting)
    {
    }

    public function hire(int $worker): void
    {
        $session = $this->peer->createCommandSession(
            escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/worker.php'),
            getenv(),
        );
        $session->onMessage(function (Message $message, IpcSession $session) use ($worker): void {
            if ($message instanceof JobDone) {
                echo "Job {$message->number} was done by worker $worker.\n";
                $this->done[$worker][] = $message;
                $this->giveJob($worker, $session);
            } elseif ($message instanceof LogMessage) {
                fwrite(STDERR, "Worker $worker: {$message->message}\n");
            }
        });
        $session->onClose(function () use ($worker): void {
            if (isset($this->running[$worker])) {
                $this->lost[] = $this->running[$worker];
                $this->hire($worker);
            }
        });
        $this->giveJob($worker, $session);
    }

    private function giveJob(int $worker, IpcSession $session): void
    {
        unset($this->running[$worker]);
        $job = array_shift($this->waiting);
        if ($job === null) {
            $session->close(); // ends the worker
            return;
        }
        $this->running[$worker] = $job;
        try {
            $session->notify($job);
        } catch (StreamClosedException) {
            $session->close(); // the worker died: the onClose() handler takes over
        }
    }
}

$start = hrtime(true);
$jobs = [];
foreach ([600, 80, 120, 40, 60, 160, 100, 40, 140, 60, 120, 80] as $index => $milliseconds) {
    $jobs[] = new Job($index + 1, $milliseconds);
}

$peer = new NativeIpcPeer();
$manager = new TaskManager($peer, $jobs);
for ($worker = 1; $worker <= 4; ++$worker) {
    $manager->hire($worker);
}
$peer->run(); // until the last session is closed

$total = (hrtime(true) - $start) / 1e9;
$work = 0.0;
ksort($manager->done);
foreach ($manager->done as $worker => $done) {
    $seconds = array_sum(array_column($done, 'seconds'));
    printf("Worker %d: %.2f s of work, jobs done: %d\n", $worker, $seconds, count($done));
    $work += $seconds;
}
printf("%.2f s of work in %.2f s: %.1f times as fast as one by one.\n", $work, $total, $work / $total);

if ($manager->lost !== []) {
    fwrite(STDERR, 'Lost jobs: ' . implode(', ', array_column($manager->lost, 'number')) . "\n");
    exit(1);
}
