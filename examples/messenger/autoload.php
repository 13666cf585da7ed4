<?php

// Symfony Messenger with its Redis transport, from Composer or from Debian's packages.

declare(strict_types=1);

$autoload = (getenv('STREAM_IPC_VENDOR') ?: __DIR__ . '/vendor') . '/autoload.php';
if (is_file($autoload)) {
    require $autoload;
}
foreach (['EventDispatcher', 'Messenger', 'Messenger/Bridge/Redis', 'Console'] as $component) {
    $autoload = "Symfony/Component/$component/autoload.php";
    if (!class_exists(Symfony\Component\Console\Application::class) && stream_resolve_include_path($autoload) !== false) {
        require_once $autoload;
    }
}
if (!class_exists(Symfony\Component\Messenger\Bridge\Redis\Transport\RedisTransportFactory::class)) {
    fwrite(STDERR, 'This example needs Symfony Messenger with Redis. Please run: composer require -d ' . __DIR__
        . " symfony/console symfony/event-dispatcher symfony/redis-messenger\nor, on Debian: apt install"
        . " php-redis php-symfony-console php-symfony-event-dispatcher php-symfony-redis-messenger\n");
    exit(1);
}

require __DIR__ . '/application.php';
require __DIR__ . '/jobs.php';
