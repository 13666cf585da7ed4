--TEST--
scancel of one worker loses its job only, inside an allocation and outside
--SKIPIF--
<?php require __DIR__ . '/../support/slurm.php'; skip_without_slurm(); ?>
--CONFLICTS--
slurm
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\WorkerLostException;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/slurm.php';

if ($argc === 1) {
    // Outside a worker is a job, inside a step.
    foreach ([[], ['salloc', '--quiet', '--nodes=2', '--ntasks=4']] as $allocation) {
        await_idle_nodes();
        echo slurm(...$allocation, ...[PHP_BINARY, __FILE__, $allocation === [] ? 'job' : 'step']), "\n";
    }
    exit;
}

$pool = new WorkerPool(slurm_worker('
    $request->notify(new LogMessage($step));
    usleep(3_000_000);
    return "done";
'), size: 4);
$steps = $jobs = [];
for ($i = 0; $i < 4; $i++) {
    $jobs[$i] = $pool->submit(new LogMessage('work'));
    $jobs[$i]->onMessage(function (LogMessage $step) use ($i, &$steps) {
        $steps[$i] = $step->message;
    });
}
tick_until($pool->getPeer(), function () use (&$steps) {
    return count($steps) === 4;
});
slurm('scancel', $argv[1] === 'job' ? strstr($steps[1], '.', true) : $steps[1]);
foreach ($jobs as $job) {
    try {
        echo $job->await()->message, "\n";
    } catch (WorkerLostException $e) {
        echo preg_replace('/\d+/', '#', $e->getMessage()), "\n";
    }
}
// The pool has another one started.
echo $pool->submit(new LogMessage('work'))->await()->message, "\n";
$pool->stop();
?>
--EXPECT--
done
The job (StreamIpc\Message\LogMessage) is lost: process # exited with code #; its last words: srun: error: n#: task #: Terminated
done
done
done
done
The job (StreamIpc\Message\LogMessage) is lost: process # exited with code #; its last words: srun: error: n#: task #: Killed
done
done
done
