// SPDX-License-Identifier: BSL-1.0
// CaseFolding.txt and DerivedAge.txt of Unicode 15.0.0, by tools/typescript_tables.py.

/** Full case folding: `first-last+distance` (`/2`: of every second one), or `from:to,to`. */
export const CASE_FOLDING =
  "41-5a+20 b5:3bc c0-d6+20 d8-de+20 df:73,73 100-12e/2+1 130:69,307 132-136/2+1 139-147/2+1 " +
  "149:2bc,6e 14a-176/2+1 178:ff 179-17d/2+1 17f:73 181:253 182-184/2+1 186:254 187:188 " +
  "189-18a+cd 18b:18c 18e:1dd 18f:259 190:25b 191:192 193:260 194:263 196:269 197:268 198:199 " +
  "19c:26f 19d:272 19f:275 1a0-1a4/2+1 1a6:280 1a7:1a8 1a9:283 1ac:1ad 1ae:288 1af:1b0 " +
  "1b1-1b2+d9 1b3-1b5/2+1 1b7:292 1b8:1b9 1bc:1bd 1c4:1c6 1c5:1c6 1c7:1c9 1c8:1c9 1ca:1cc " +
  "1cb-1db/2+1 1de-1ee/2+1 1f0:6a,30c 1f1:1f3 1f2-1f4/2+1 1f6:195 1f7:1bf 1f8-21e/2+1 220:19e " +
  "222-232/2+1 23a:2c65 23b:23c 23d:19a 23e:2c66 241:242 243:180 244:289 245:28c 246-24e/2+1 " +
  "345:3b9 370-372/2+1 376:377 37f:3f3 386:3ac 388-38a+25 38c:3cc 38e-38f+3f 390:3b9,308,301 " +
  "391-3a1+20 3a3-3ab+20 3b0:3c5,308,301 3c2:3c3 3cf:3d7 3d0:3b2 3d1:3b8 3d5:3c6 3d6:3c0 " +
  "3d8-3ee/2+1 3f0:3ba 3f1:3c1 3f4:3b8 3f5:3b5 3f7:3f8 3f9:3f2 3fa:3fb 3fd-3ff-82 400-40f+50 " +
  "410-42f+20 460-480/2+1 48a-4be/2+1 4c0:4cf 4c1-4cd/2+1 4d0-52e/2+1 531-556+30 587:565,582 " +
  "10a0-10c5+1c60 10c7:2d27 10cd:2d2d 13f8-13fd-8 1c80:432 1c81:434 1c82:43e 1c83-1c84-1842 " +
  "1c85:442 1c86:44a 1c87:463 1c88:a64b 1c90-1cba-bc0 1cbd-1cbf-bc0 1e00-1e94/2+1 1e96:68,331 " +
  "1e97:74,308 1e98:77,30a 1e99:79,30a 1e9a:61,2be 1e9b:1e61 1e9e:73,73 1ea0-1efe/2+1 " +
  "1f08-1f0f-8 1f18-1f1d-8 1f28-1f2f-8 1f38-1f3f-8 1f48-1f4d-8 1f50:3c5,313 1f52:3c5,313,300 " +
  "1f54:3c5,313,301 1f56:3c5,313,342 1f59-1f5f/2-8 1f68-1f6f-8 1f80:1f00,3b9 1f81:1f01,3b9 " +
  "1f82:1f02,3b9 1f83:1f03,3b9 1f84:1f04,3b9 1f85:1f05,3b9 1f86:1f06,3b9 1f87:1f07,3b9 " +
  "1f88:1f00,3b9 1f89:1f01,3b9 1f8a:1f02,3b9 1f8b:1f03,3b9 1f8c:1f04,3b9 1f8d:1f05,3b9 " +
  "1f8e:1f06,3b9 1f8f:1f07,3b9 1f90:1f20,3b9 1f91:1f21,3b9 1f92:1f22,3b9 1f93:1f23,3b9 " +
  "1f94:1f24,3b9 1f95:1f25,3b9 1f96:1f26,3b9 1f97:1f27,3b9 1f98:1f20,3b9 1f99:1f21,3b9 " +
  "1f9a:1f22,3b9 1f9b:1f23,3b9 1f9c:1f24,3b9 1f9d:1f25,3b9 1f9e:1f26,3b9 1f9f:1f27,3b9 " +
  "1fa0:1f60,3b9 1fa1:1f61,3b9 1fa2:1f62,3b9 1fa3:1f63,3b9 1fa4:1f64,3b9 1fa5:1f65,3b9 " +
  "1fa6:1f66,3b9 1fa7:1f67,3b9 1fa8:1f60,3b9 1fa9:1f61,3b9 1faa:1f62,3b9 1fab:1f63,3b9 " +
  "1fac:1f64,3b9 1fad:1f65,3b9 1fae:1f66,3b9 1faf:1f67,3b9 1fb2:1f70,3b9 1fb3:3b1,3b9 " +
  "1fb4:3ac,3b9 1fb6:3b1,342 1fb7:3b1,342,3b9 1fb8-1fb9-8 1fba-1fbb-4a 1fbc:3b1,3b9 1fbe:3b9 " +
  "1fc2:1f74,3b9 1fc3:3b7,3b9 1fc4:3ae,3b9 1fc6:3b7,342 1fc7:3b7,342,3b9 1fc8-1fcb-56 " +
  "1fcc:3b7,3b9 1fd2:3b9,308,300 1fd3:3b9,308,301 1fd6:3b9,342 1fd7:3b9,308,342 1fd8-1fd9-8 " +
  "1fda-1fdb-64 1fe2:3c5,308,300 1fe3:3c5,308,301 1fe4:3c1,313 1fe6:3c5,342 1fe7:3c5,308,342 " +
  "1fe8-1fe9-8 1fea-1feb-70 1fec:1fe5 1ff2:1f7c,3b9 1ff3:3c9,3b9 1ff4:3ce,3b9 1ff6:3c9,342 " +
  "1ff7:3c9,342,3b9 1ff8-1ff9-80 1ffa-1ffb-7e 1ffc:3c9,3b9 2126:3c9 212a:6b 212b:e5 2132:214e " +
  "2160-216f+10 2183:2184 24b6-24cf+1a 2c00-2c2f+30 2c60:2c61 2c62:26b 2c63:1d7d 2c64:27d " +
  "2c67-2c6b/2+1 2c6d:251 2c6e:271 2c6f:250 2c70:252 2c72:2c73 2c75:2c76 2c7e-2c7f-2a3f " +
  "2c80-2ce2/2+1 2ceb-2ced/2+1 2cf2:2cf3 a640-a66c/2+1 a680-a69a/2+1 a722-a72e/2+1 " +
  "a732-a76e/2+1 a779-a77b/2+1 a77d:1d79 a77e-a786/2+1 a78b:a78c a78d:265 a790-a792/2+1 " +
  "a796-a7a8/2+1 a7aa:266 a7ab:25c a7ac:261 a7ad:26c a7ae:26a a7b0:29e a7b1:287 a7b2:29d " +
  "a7b3:ab53 a7b4-a7c2/2+1 a7c4:a794 a7c5:282 a7c6:1d8e a7c7-a7c9/2+1 a7d0:a7d1 a7d6-a7d8/2+1 " +
  "a7f5:a7f6 ab70-abbf-97d0 fb00:66,66 fb01:66,69 fb02:66,6c fb03:66,66,69 fb04:66,66,6c " +
  "fb05:73,74 fb06:73,74 fb13:574,576 fb14:574,565 fb15:574,56b fb16:57e,576 fb17:574,56d " +
  "ff21-ff3a+20 10400-10427+28 104b0-104d3+28 10570-1057a+27 1057c-1058a+27 1058c-10592+27 " +
  "10594-10595+27 10c80-10cb2+40 118a0-118bf+20 16e40-16e5f+20 1e900-1e921+22";

/** Code points that this version has not assigned: `first-last`. */
export const UNASSIGNED =
  "378-379 380-383 38b-38b 38d-38d 3a2-3a2 530-530 557-558 58b-58c 590-590 5c8-5cf 5eb-5ee " +
  "5f5-5ff 70e-70e 74b-74c 7b2-7bf 7fb-7fc 82e-82f 83f-83f 85c-85d 85f-85f 86b-86f 88f-88f " +
  "892-897 984-984 98d-98e 991-992 9a9-9a9 9b1-9b1 9b3-9b5 9ba-9bb 9c5-9c6 9c9-9ca 9cf-9d6 " +
  "9d8-9db 9de-9de 9e4-9e5 9ff-a00 a04-a04 a0b-a0e a11-a12 a29-a29 a31-a31 a34-a34 a37-a37 " +
  "a3a-a3b a3d-a3d a43-a46 a49-a4a a4e-a50 a52-a58 a5d-a5d a5f-a65 a77-a80 a84-a84 a8e-a8e " +
  "a92-a92 aa9-aa9 ab1-ab1 ab4-ab4 aba-abb ac6-ac6 aca-aca ace-acf ad1-adf ae4-ae5 af2-af8 " +
  "b00-b00 b04-b04 b0d-b0e b11-b12 b29-b29 b31-b31 b34-b34 b3a-b3b b45-b46 b49-b4a b4e-b54 " +
  "b58-b5b b5e-b5e b64-b65 b78-b81 b84-b84 b8b-b8d b91-b91 b96-b98 b9b-b9b b9d-b9d ba0-ba2 " +
  "ba5-ba7 bab-bad bba-bbd bc3-bc5 bc9-bc9 bce-bcf bd1-bd6 bd8-be5 bfb-bff c0d-c0d c11-c11 " +
  "c29-c29 c3a-c3b c45-c45 c49-c49 c4e-c54 c57-c57 c5b-c5c c5e-c5f c64-c65 c70-c76 c8d-c8d " +
  "c91-c91 ca9-ca9 cb4-cb4 cba-cbb cc5-cc5 cc9-cc9 cce-cd4 cd7-cdc cdf-cdf ce4-ce5 cf0-cf0 " +
  "cf4-cff d0d-d0d d11-d11 d45-d45 d49-d49 d50-d53 d64-d65 d80-d80 d84-d84 d97-d99 db2-db2 " +
  "dbc-dbc dbe-dbf dc7-dc9 dcb-dce dd5-dd5 dd7-dd7 de0-de5 df0-df1 df5-e00 e3b-e3e e5c-e80 " +
  "e83-e83 e85-e85 e8b-e8b ea4-ea4 ea6-ea6 ebe-ebf ec5-ec5 ec7-ec7 ecf-ecf eda-edb ee0-eff " +
  "f48-f48 f6d-f70 f98-f98 fbd-fbd fcd-fcd fdb-fff 10c6-10c6 10c8-10cc 10ce-10cf 1249-1249 " +
  "124e-124f 1257-1257 1259-1259 125e-125f 1289-1289 128e-128f 12b1-12b1 12b6-12b7 12bf-12bf " +
  "12c1-12c1 12c6-12c7 12d7-12d7 1311-1311 1316-1317 135b-135c 137d-137f 139a-139f 13f6-13f7 " +
  "13fe-13ff 169d-169f 16f9-16ff 1716-171e 1737-173f 1754-175f 176d-176d 1771-1771 1774-177f " +
  "17de-17df 17ea-17ef 17fa-17ff 181a-181f 1879-187f 18ab-18af 18f6-18ff 191f-191f 192c-192f " +
  "193c-193f 1941-1943 196e-196f 1975-197f 19ac-19af 19ca-19cf 19db-19dd 1a1c-1a1d 1a5f-1a5f " +
  "1a7d-1a7e 1a8a-1a8f 1a9a-1a9f 1aae-1aaf 1acf-1aff 1b4d-1b4f 1b7f-1b7f 1bf4-1bfb 1c38-1c3a " +
  "1c4a-1c4c 1c89-1c8f 1cbb-1cbc 1cc8-1ccf 1cfb-1cff 1f16-1f17 1f1e-1f1f 1f46-1f47 1f4e-1f4f " +
  "1f58-1f58 1f5a-1f5a 1f5c-1f5c 1f5e-1f5e 1f7e-1f7f 1fb5-1fb5 1fc5-1fc5 1fd4-1fd5 1fdc-1fdc " +
  "1ff0-1ff1 1ff5-1ff5 1fff-1fff 2065-2065 2072-2073 208f-208f 209d-209f 20c1-20cf 20f1-20ff " +
  "218c-218f 2427-243f 244b-245f 2b74-2b75 2b96-2b96 2cf4-2cf8 2d26-2d26 2d28-2d2c 2d2e-2d2f " +
  "2d68-2d6e 2d71-2d7e 2d97-2d9f 2da7-2da7 2daf-2daf 2db7-2db7 2dbf-2dbf 2dc7-2dc7 2dcf-2dcf " +
  "2dd7-2dd7 2ddf-2ddf 2e5e-2e7f 2e9a-2e9a 2ef4-2eff 2fd6-2fef 2ffc-2fff 3040-3040 3097-3098 " +
  "3100-3104 3130-3130 318f-318f 31e4-31ef 321f-321f a48d-a48f a4c7-a4cf a62c-a63f a6f8-a6ff " +
  "a7cb-a7cf a7d2-a7d2 a7d4-a7d4 a7da-a7f1 a82d-a82f a83a-a83f a878-a87f a8c6-a8cd a8da-a8df " +
  "a954-a95e a97d-a97f a9ce-a9ce a9da-a9dd a9ff-a9ff aa37-aa3f aa4e-aa4f aa5a-aa5b aac3-aada " +
  "aaf7-ab00 ab07-ab08 ab0f-ab10 ab17-ab1f ab27-ab27 ab2f-ab2f ab6c-ab6f abee-abef abfa-abff " +
  "d7a4-d7af d7c7-d7ca d7fc-d7ff fa6e-fa6f fada-faff fb07-fb12 fb18-fb1c fb37-fb37 fb3d-fb3d " +
  "fb3f-fb3f fb42-fb42 fb45-fb45 fbc3-fbd2 fd90-fd91 fdc8-fdce fe1a-fe1f fe53-fe53 fe67-fe67 " +
  "fe6c-fe6f fe75-fe75 fefd-fefe ff00-ff00 ffbf-ffc1 ffc8-ffc9 ffd0-ffd1 ffd8-ffd9 ffdd-ffdf " +
  "ffe7-ffe7 ffef-fff8 1000c-1000c 10027-10027 1003b-1003b 1003e-1003e 1004e-1004f 1005e-1007f " +
  "100fb-100ff 10103-10106 10134-10136 1018f-1018f 1019d-1019f 101a1-101cf 101fe-1027f " +
  "1029d-1029f 102d1-102df 102fc-102ff 10324-1032c 1034b-1034f 1037b-1037f 1039e-1039e " +
  "103c4-103c7 103d6-103ff 1049e-1049f 104aa-104af 104d4-104d7 104fc-104ff 10528-1052f " +
  "10564-1056e 1057b-1057b 1058b-1058b 10593-10593 10596-10596 105a2-105a2 105b2-105b2 " +
  "105ba-105ba 105bd-105ff 10737-1073f 10756-1075f 10768-1077f 10786-10786 107b1-107b1 " +
  "107bb-107ff 10806-10807 10809-10809 10836-10836 10839-1083b 1083d-1083e 10856-10856 " +
  "1089f-108a6 108b0-108df 108f3-108f3 108f6-108fa 1091c-1091e 1093a-1093e 10940-1097f " +
  "109b8-109bb 109d0-109d1 10a04-10a04 10a07-10a0b 10a14-10a14 10a18-10a18 10a36-10a37 " +
  "10a3b-10a3e 10a49-10a4f 10a59-10a5f 10aa0-10abf 10ae7-10aea 10af7-10aff 10b36-10b38 " +
  "10b56-10b57 10b73-10b77 10b92-10b98 10b9d-10ba8 10bb0-10bff 10c49-10c7f 10cb3-10cbf " +
  "10cf3-10cf9 10d28-10d2f 10d3a-10e5f 10e7f-10e7f 10eaa-10eaa 10eae-10eaf 10eb2-10efc " +
  "10f28-10f2f 10f5a-10f6f 10f8a-10faf 10fcc-10fdf 10ff7-10fff 1104e-11051 11076-1107e " +
  "110c3-110cc 110ce-110cf 110e9-110ef 110fa-110ff 11135-11135 11148-1114f 11177-1117f " +
  "111e0-111e0 111f5-111ff 11212-11212 11242-1127f 11287-11287 11289-11289 1128e-1128e " +
  "1129e-1129e 112aa-112af 112eb-112ef 112fa-112ff 11304-11304 1130d-1130e 11311-11312 " +
  "11329-11329 11331-11331 11334-11334 1133a-1133a 11345-11346 11349-1134a 1134e-1134f " +
  "11351-11356 11358-1135c 11364-11365 1136d-1136f 11375-113ff 1145c-1145c 11462-1147f " +
  "114c8-114cf 114da-1157f 115b6-115b7 115de-115ff 11645-1164f 1165a-1165f 1166d-1167f " +
  "116ba-116bf 116ca-116ff 1171b-1171c 1172c-1172f 11747-117ff 1183c-1189f 118f3-118fe " +
  "11907-11908 1190a-1190b 11914-11914 11917-11917 11936-11936 11939-1193a 11947-1194f " +
  "1195a-1199f 119a8-119a9 119d8-119d9 119e5-119ff 11a48-11a4f 11aa3-11aaf 11af9-11aff " +
  "11b0a-11bff 11c09-11c09 11c37-11c37 11c46-11c4f 11c6d-11c6f 11c90-11c91 11ca8-11ca8 " +
  "11cb7-11cff 11d07-11d07 11d0a-11d0a 11d37-11d39 11d3b-11d3b 11d3e-11d3e 11d48-11d4f " +
  "11d5a-11d5f 11d66-11d66 11d69-11d69 11d8f-11d8f 11d92-11d92 11d99-11d9f 11daa-11edf " +
  "11ef9-11eff 11f11-11f11 11f3b-11f3d 11f5a-11faf 11fb1-11fbf 11ff2-11ffe 1239a-123ff " +
  "1246f-1246f 12475-1247f 12544-12f8f 12ff3-12fff 13456-143ff 14647-167ff 16a39-16a3f " +
  "16a5f-16a5f 16a6a-16a6d 16abf-16abf 16aca-16acf 16aee-16aef 16af6-16aff 16b46-16b4f " +
  "16b5a-16b5a 16b62-16b62 16b78-16b7c 16b90-16e3f 16e9b-16eff 16f4b-16f4e 16f88-16f8e " +
  "16fa0-16fdf 16fe5-16fef 16ff2-16fff 187f8-187ff 18cd6-18cff 18d09-1afef 1aff4-1aff4 " +
  "1affc-1affc 1afff-1afff 1b123-1b131 1b133-1b14f 1b153-1b154 1b156-1b163 1b168-1b16f " +
  "1b2fc-1bbff 1bc6b-1bc6f 1bc7d-1bc7f 1bc89-1bc8f 1bc9a-1bc9b 1bca4-1ceff 1cf2e-1cf2f " +
  "1cf47-1cf4f 1cfc4-1cfff 1d0f6-1d0ff 1d127-1d128 1d1eb-1d1ff 1d246-1d2bf 1d2d4-1d2df " +
  "1d2f4-1d2ff 1d357-1d35f 1d379-1d3ff 1d455-1d455 1d49d-1d49d 1d4a0-1d4a1 1d4a3-1d4a4 " +
  "1d4a7-1d4a8 1d4ad-1d4ad 1d4ba-1d4ba 1d4bc-1d4bc 1d4c4-1d4c4 1d506-1d506 1d50b-1d50c " +
  "1d515-1d515 1d51d-1d51d 1d53a-1d53a 1d53f-1d53f 1d545-1d545 1d547-1d549 1d551-1d551 " +
  "1d6a6-1d6a7 1d7cc-1d7cd 1da8c-1da9a 1daa0-1daa0 1dab0-1deff 1df1f-1df24 1df2b-1dfff " +
  "1e007-1e007 1e019-1e01a 1e022-1e022 1e025-1e025 1e02b-1e02f 1e06e-1e08e 1e090-1e0ff " +
  "1e12d-1e12f 1e13e-1e13f 1e14a-1e14d 1e150-1e28f 1e2af-1e2bf 1e2fa-1e2fe 1e300-1e4cf " +
  "1e4fa-1e7df 1e7e7-1e7e7 1e7ec-1e7ec 1e7ef-1e7ef 1e7ff-1e7ff 1e8c5-1e8c6 1e8d7-1e8ff " +
  "1e94c-1e94f 1e95a-1e95d 1e960-1ec70 1ecb5-1ed00 1ed3e-1edff 1ee04-1ee04 1ee20-1ee20 " +
  "1ee23-1ee23 1ee25-1ee26 1ee28-1ee28 1ee33-1ee33 1ee38-1ee38 1ee3a-1ee3a 1ee3c-1ee41 " +
  "1ee43-1ee46 1ee48-1ee48 1ee4a-1ee4a 1ee4c-1ee4c 1ee50-1ee50 1ee53-1ee53 1ee55-1ee56 " +
  "1ee58-1ee58 1ee5a-1ee5a 1ee5c-1ee5c 1ee5e-1ee5e 1ee60-1ee60 1ee63-1ee63 1ee65-1ee66 " +
  "1ee6b-1ee6b 1ee73-1ee73 1ee78-1ee78 1ee7d-1ee7d 1ee7f-1ee7f 1ee8a-1ee8a 1ee9c-1eea0 " +
  "1eea4-1eea4 1eeaa-1eeaa 1eebc-1eeef 1eef2-1efff 1f02c-1f02f 1f094-1f09f 1f0af-1f0b0 " +
  "1f0c0-1f0c0 1f0d0-1f0d0 1f0f6-1f0ff 1f1ae-1f1e5 1f203-1f20f 1f23c-1f23f 1f249-1f24f " +
  "1f252-1f25f 1f266-1f2ff 1f6d8-1f6db 1f6ed-1f6ef 1f6fd-1f6ff 1f777-1f77a 1f7da-1f7df " +
  "1f7ec-1f7ef 1f7f1-1f7ff 1f80c-1f80f 1f848-1f84f 1f85a-1f85f 1f888-1f88f 1f8ae-1f8af " +
  "1f8b2-1f8ff 1fa54-1fa5f 1fa6e-1fa6f 1fa7d-1fa7f 1fa89-1fa8f 1fabe-1fabe 1fac6-1facd " +
  "1fadc-1fadf 1fae9-1faef 1faf9-1faff 1fb93-1fb93 1fbcb-1fbef 1fbfa-1fffd 2a6e0-2a6ff " +
  "2b73a-2b73f 2b81e-2b81f 2cea2-2ceaf 2ebe1-2f7ff 2fa1e-2fffd 3134b-3134f 323b0-3fffd " +
  "40000-4fffd 50000-5fffd 60000-6fffd 70000-7fffd 80000-8fffd 90000-9fffd a0000-afffd " +
  "b0000-bfffd c0000-cfffd d0000-dfffd e0000-e0000 e0002-e001f e0080-e00ff e01f0-efffd";
