<?php

// Handles the messages in a queue of Redis with a pool of workers: console.php consume --workers=4

declare(strict_types=1);

use Examples\Messenger\ConsumeCommand;
use Symfony\Component\Console\Application;

require __DIR__ . '/autoload.php';
require __DIR__ . '/PoolConsumer.php';
require __DIR__ . '/ConsumeCommand.php';

$application = new Application();
$application->add(new ConsumeCommand());
$application->run();
