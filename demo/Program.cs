using TrustPlatform.Demo;

return await DemoCommand.Run(args);
