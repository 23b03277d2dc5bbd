using TrustPlatform.Silo;

return await SiloCommand.Run(args);
